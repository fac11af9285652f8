import { describe, expect, it } from 'vitest';
import { curlRequest } from '../../../../src/reporters/curl/curl-request.ts';

const nothing = { captured: {}, secrets: {} };

describe('a request for curl', () => {
  it('asks for a host that is a secret', () => {
    const sent = { method: 'GET', url: 'http://[redacted 1]:8080/items/7', headers: [], bodyBytes: 0 };
    const { options, needs } = curlRequest(sent, { request: 'GET /items/{{ id }}' }, nothing, 'member-0');
    expect(options.at(-1)).toBe('http://"${SECRET_1}":8080/items/7');
    expect([...needs.keys()]).toEqual(['SECRET_1']);
  });
});
