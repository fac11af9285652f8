import { describe, expect, it } from 'vitest';
import { curlRequest } from '../../../../src/reporters/curl/curl-request.ts';

const nothing = { captured: {}, secrets: {} };

describe('a request for curl', () => {
  it('asks once for what setup captured, and for a whole header where nobody knows what it was made of', () => {
    const sent = {
      method: 'GET',
      url: 'http://127.0.0.1/',
      headers: [['authorization', '[redacted]']] as const,
      bodyBytes: 0,
    };
    const known = { ...nothing, fromSetup: { token: 'TOKEN' } };
    const spec = { request: 'GET /', auth: { bearer: '{{ token }}' } };
    const { options, needs } = curlRequest(sent, spec, known, 'prepare-1');
    expect(options).toContain(`--header 'authorization: Bearer '"\${TOKEN}"`);
    expect([...needs]).toEqual([['TOKEN', 'what setup captures as token']]);
    const unknown = curlRequest(sent, { request: 'GET /' }, nothing, 'prepare-1');
    expect([...unknown.needs]).toEqual([
      ['AUTHORIZATION_OF_PREPARE_1', 'the whole authorization of prepare-1, such as Bearer abc'],
    ]);
  });

  it('asks for a host that is a secret', () => {
    const sent = { method: 'GET', url: 'http://[redacted 1]:8080/items/7', headers: [], bodyBytes: 0 };
    const { options, needs } = curlRequest(sent, { request: 'GET /items/{{ id }}' }, nothing, 'member-0');
    expect(options.at(-1)).toBe('http://"${SECRET_1}":8080/items/7');
    expect([...needs.keys()]).toEqual(['SECRET_1']);
  });
});
