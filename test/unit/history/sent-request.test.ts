import { describe, expect, it } from 'vitest';
import { maxSentBody, sentRequest } from '../../../src/history/sent-request.ts';
import type { HttpRequest } from '../../../src/history/request.ts';

const request: HttpRequest = {
  origin: { protocol: 'http:', hostname: '127.0.0.1', port: 8080 },
  method: 'POST',
  path: '/buy?x=1',
  headers: [],
  timeoutMs: 1000,
};
const bytes = (text: string) => new TextEncoder().encode(text);

describe('what a member sent, as it is recorded', () => {
  it('names the whole URL, and the address that was dialled instead of it', () => {
    expect(sentRequest(request).url).toBe('http://127.0.0.1:8080/buy?x=1');
    const origin = { protocol: 'https:', hostname: 'app.example.com', port: 443, connectTo: '10.0.0.1:8443' } as const;
    expect(sentRequest({ ...request, origin })).toMatchObject({
      url: 'https://app.example.com/buy?x=1',
      connectTo: '10.0.0.1:8443',
    });
  });

  it('keeps no credentials: not in headers, not in the query, not in JSON, not in a form', () => {
    const sent = sentRequest({
      ...request,
      path: '/buy?access_token=abcdef&x=1',
      headers: [
        ['Authorization', 'Bearer abcdef'],
        ['Cookie', 'sid=abcdef'],
        ['accept', '*/*'],
      ],
      body: bytes('{"password":"abcdef","n":1}'),
    });
    expect(JSON.stringify(sent)).not.toContain('abcdef');
    expect(sent).toMatchObject({ headers: [['Authorization', '[redacted]'], {}, ['accept', '*/*']] });
    expect(sent.url).toBe('http://127.0.0.1:8080/buy?access_token=[redacted]&x=1');
    expect(sentRequest({ ...request, body: bytes('user=a&password=abcdef') }).body).toBe('user=a&password=[redacted]');
  });

  it('keeps bytes that are no text, one character each', () => {
    const body = Uint8Array.from([0, 255, 128, 10]);
    const sent = sentRequest({ ...request, body });
    expect(sent.bodyEncoding).toBe('latin1');
    expect(Uint8Array.from(Buffer.from(sent.body ?? '', 'latin1'))).toEqual(body);
  });

  it('cuts a long body and says so, with its whole length', () => {
    const sent = sentRequest({ ...request, body: bytes('ä'.repeat(maxSentBody + 1)) });
    expect(sent.body).toHaveLength(maxSentBody);
    expect(sent).toMatchObject({ bodyBytes: 2 * maxSentBody + 2, bodyCut: true });
    expect(sentRequest({ ...request, body: bytes('x'.repeat(maxSentBody)) })).not.toHaveProperty('bodyCut');
    expect(sentRequest(request)).not.toHaveProperty('body');
  });
});
