import { describe, expect, it } from 'vitest';
import { importers } from '../../../src/importers/index.ts';
import { RacehoundError } from '../../../src/support/diagnostic.ts';
import { bodyOf, headerOf, loaded, onlyRequest, sent, written } from './valid-draft.ts';

interface Sent {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
  readonly cookies?: readonly { readonly name: string; readonly value: string }[];
  readonly postData?: object;
}

/** An archive as browsers write it, with more than what is read. */
function archive(...requests: readonly Sent[]): string {
  const entries = requests.map((request) => ({
    startedDateTime: '2026-01-01T00:00:00.000Z',
    time: 12,
    request: {
      method: 'GET',
      url: 'https://shop.example.com/',
      httpVersion: 'h2',
      headers: [],
      queryString: [],
      ...request,
    },
    response: { status: 201, statusText: 'Created', headers: [], content: { size: 0 } },
  }));
  return JSON.stringify({ log: { version: '1.2', creator: { name: 'a browser' }, entries } });
}

const browse = { url: 'https://shop.example.com/app.js' };
const buy: Sent = {
  method: 'POST',
  url: 'https://shop.example.com/items/7/buy?utm=1#top',
  headers: [
    { name: ':authority', value: 'shop.example.com' },
    { name: 'content-length', value: '17' },
    { name: 'sec-ch-ua', value: '"Browser"' },
    { name: 'Content-Type', value: 'application/json; charset=utf-8' },
    { name: 'Cookie', value: 'sid=session-4711' },
    { name: 'X-CSRF-Token', value: 'csrf-4711-4711' },
  ],
  postData: { mimeType: 'application/json', text: '{"size":"XL","csrf":"csrf-4711-4711"}' },
};

function titleOf(text: string, ...chosen: readonly string[]): string {
  try {
    importers['har']?.read({ path: 'session.har', text }, chosen);
  } catch (error) {
    if (error instanceof RacehoundError) return error.diagnostics.map(({ title }) => title).join('\n');
    throw error;
  }
  return 'no error';
}

describe('an HTTP Archive', () => {
  it('lists its entries when none is chosen, assets of pages last', () => {
    const imported = importers['har']?.read({ path: 'session.har', text: archive(browse, buy) }, []);
    expect(imported).toEqual({
      kind: 'choices',
      choices: [
        ['2', 'POST https://shop.example.com/items/7/buy?…  201'],
        ['1', 'GET https://shop.example.com/app.js  201'],
      ],
    });
  });

  it('lists no credentials of an address', () => {
    const imported = importers['har']?.read(
      { path: 'x.har', text: archive(browse, { url: 'http://ada:hunter2secret@127.0.0.1/buy' }) },
      [],
    );
    expect(imported).toMatchObject({
      choices: [
        ['2', 'GET http://127.0.0.1/buy  201'],
        ['1', 'GET https://shop.example.com/app.js  201'],
      ],
    });
  });

  it('gives the chosen request, without what the browser made for itself and without its secrets', () => {
    const text = written('har', archive(browse, buy), ['2']);
    expect(text).not.toMatch(/4711|sec-ch|authority|content-length/);
    expect(text).toContain('# In the recording `buy` was answered with 201.');
    expect(text).toContain('--allow-host shop.example.com');
    const request = onlyRequest(sent(loaded(text, { SID: 'session-4711', X_CSRF_TOKEN: 'csrf-4711-4711' })));
    expect(request).toMatchObject({ method: 'POST', path: '/items/7/buy?utm=1' });
    expect(headerOf(request, 'cookie')).toBe('sid=session-4711');
    expect(headerOf(request, 'x-csrf-token')).toBe('csrf-4711-4711');
    expect(bodyOf(request)).toBe('{"size":"XL","csrf":"csrf-4711-4711"}');
  });

  it('takes several entries, and the only one without being told', () => {
    const requests = sent(
      loaded(written('har', archive(buy, browse, { ...buy, method: 'DELETE', postData: {} }), ['1', '3'])),
    );
    expect(requests.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
    expect(onlyRequest(sent(loaded(written('har', archive(buy)))))).toMatchObject({ method: 'POST' });
  });

  it('builds a form of the fields when the recording keeps no text, and a Cookie header of its list', () => {
    const text = written(
      'har',
      archive({
        method: 'POST',
        url: 'http://127.0.0.1:8080/login',
        cookies: [{ name: 'sid', value: 'session-4711' }],
        postData: {
          mimeType: 'application/x-www-form-urlencoded',
          params: [
            { name: 'user', value: 'ada & co' },
            { name: 'password', value: 'hunter-4711' },
          ],
        },
      }),
    );
    expect(text).not.toContain('4711');
    const request = onlyRequest(sent(loaded(text, { PASSWORD: 'hunter-4711', SID: 'session-4711' })));
    expect(bodyOf(request)).toBe('user=ada+%26+co&password=hunter-4711');
    expect(headerOf(request, 'cookie')).toBe('sid=session-4711');
  });

  it('says that a recording was saved without its credentials', () => {
    expect(written('har', archive({ url: 'http://127.0.0.1/x' }))).toContain('has no cookies and no Authorization');
  });

  it.each([
    ['no JSON', 'nonsense', [], /^session\.har is not JSON/],
    ['another JSON', '{"log": {}}', [], /is no HTTP Archive: log\.entries: /],
    ['a bad entry', '{"log": {"entries": [{"request": {"method": 7}}]}}', [], /log\.entries\.0\.request\.method: /],
    ['no entries', archive(), [], /has no entries/],
    ['an entry that is not there', archive(buy), ['9'], /^--entry 9: session\.har has no such entry$/],
    ['an entry that is no number', archive(buy), ['first'], /^--entry first: session\.har has no such entry$/],
    ['a web socket', archive({ url: 'wss://shop.example.com/live' }), [], /can't be raced/],
    ['a method that can not be raced', archive({ method: 'CONNECT' }), [], /^CONNECT .* can't be raced$/],
    [
      'a body that was not recorded',
      archive({
        ...buy,
        postData: { mimeType: 'multipart/form-data', params: [{ name: 'photo', fileName: 'cat.png' }] },
      }),
      [],
      /does not hold the body, which was multipart/,
    ],
  ])('of %s is refused with the reason', (_, text, chosen, title) => {
    expect(titleOf(text, ...chosen)).toMatch(title);
  });
});
