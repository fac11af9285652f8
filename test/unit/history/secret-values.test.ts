import { describe, expect, it } from 'vitest';
import { literalCredentials } from '../../../src/history/secret-values.ts';

describe('credentials that are spelt out', () => {
  it('are found by the names of headers, fields and columns, and nothing that only sounds like one', () => {
    const scenario = {
      prepare: [{ headers: { Authorization: 'Bearer abcd' }, auth: { bearer: 'efgh' }, capture: { token: '$.token' } }],
      burst: { requests: [{ json: { password: 'ijkl', token: '{{ buyer.token }}', note: 'hello' } }] },
    };
    expect(literalCredentials(scenario)).toEqual(expect.arrayContaining(['Bearer abcd', 'abcd', 'efgh', 'ijkl']));
    expect(literalCredentials(scenario)).not.toEqual(expect.arrayContaining(['$.token']));
    expect(literalCredentials({ buyer: [{ id: 'a', apiKey: 'mnop' }] })).toEqual(['mnop', 'mnop']);
  });

  it('may be numbers, but no count that is small and no switch', () => {
    expect(new Set(literalCredentials({ password: 12345678, tokens: 20, useToken: true, hasSecret: 'true' }))).toEqual(
      new Set(['12345678']),
    );
  });
});
