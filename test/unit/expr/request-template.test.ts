import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BodyTemplate, type RequestTemplate, renderRequest } from '../../../src/expr/request-template.ts';
import { templateOf } from '../../../src/expr/template.ts';
import type { Json } from '../../../src/support/json.ts';
import { randomFor } from '../../../src/support/random.ts';

type Names = Readonly<Record<string, Json>>;
type Part = 'headers' | 'query' | 'cookies';

const pairs = (values: readonly (readonly [string, string])[]) =>
  values.map(([name, text]) => [name, templateOf(text)] as const);

function render(path: string, more: Partial<RequestTemplate> = {}, names: Names = {}) {
  const template: RequestTemplate = {
    method: 'POST',
    base: { url: 'http://shop.test:8080' },
    path: templateOf(path),
    headers: [],
    query: [],
    cookies: [],
    timeoutMs: 1000,
    ...more,
  };
  return renderRequest(template, { names, random: (occurrence) => randomFor(3, occurrence), nowMs: () => 0 });
}

const pathOf = (path: string, names?: Names, more?: Partial<RequestTemplate>) => render(path, more, names).path;
const headersOf = (more: Partial<RequestTemplate>, names?: Names) => render('/', more, names).headers;
const bodyOf = (body: BodyTemplate, names?: Names) => new TextDecoder().decode(render('/', { body }, names).body);

describe('the URL', () => {
  it('is the base with the path behind it', () => {
    expect(render('/events/{{ id }}', {}, { id: 7 })).toEqual({
      origin: { protocol: 'http:', hostname: 'shop.test', port: 8080 },
      method: 'POST',
      path: '/events/7',
      headers: [],
      timeoutMs: 1000,
    });
  });

  it.each([
    ['http://h/racy', '/events', '/racy/events'],
    ['http://h/racy/', '/events', '/racy/events'],
    ['http://h/racy', '/', '/racy/'],
    ['http://h/racy', '?a=1', '/racy?a=1'],
    ['http://h', 'events', '/events'],
    ['http://h', '//evil.test/x', '//evil.test/x'],
    ['http://h/a?drop=1', 'http://h/b', '/b'],
  ])('joins the prefix of %s with %s', (url, path, expected) => {
    const rendered = render(path, { base: { url } });
    expect(rendered.path).toBe(expected);
    expect(rendered.origin.hostname).toBe('h');
  });

  it.each([
    ['/a/{{ x }}', 'b/c?d#e', '/a/b%2Fc%3Fd%23e'],
    ['/a/{{ x }}/b', 'ä & ü', '/a/%C3%A4%20%26%20%C3%BC/b'],
    ['/a?q={{ x }}', 'b&c=d', '/a?q=b%26c%3Dd'],
    ['{{ x }}', '/a/b?c=d', '/a/b?c=d'],
    ['{{ x }}/b', '/a', '/a/b'],
  ])('takes into %s the value %s', (path, x, expected) => {
    expect(pathOf(path, { x })).toBe(expected);
  });

  it.each([
    ['/a/x{{ x }}', '..'],
    ['/a/{{ x }}/b', '..'],
    ['/a/{{ x }}', '.'],
    ['/a/{{ x }}', '\ud800'],
  ])('does not take into %s the value %o', (path, x) => {
    expect(() => pathOf(path, { x })).toThrow(expect.objectContaining({ name: 'RenderError' }));
  });

  it('keeps any value inside its segment of the path', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1 }).filter((x) => x !== '.' && x !== '..');
    fc.assert(
      fc.property(word, (x) => {
        const url = new URL(pathOf('/a/{{ x }}/b', { x }), 'http://h');
        expect(url.pathname.split('/').map(decodeURIComponent)).toEqual(['', 'a', x, 'b']);
        expect(url.search + url.hash).toBe('');
      }),
    );
  });

  it('may be a whole one, which goes to its own host', () => {
    const base = { url: 'http://h:1/racy', connectTo: '10.0.0.1:2' };
    expect(render('{{ next }}', { base }, { next: 'https://other.test/x?y' })).toMatchObject({
      origin: { protocol: 'https:', hostname: 'other.test', port: 443 },
      path: '/x?y',
    });
    expect(render('https://other.test/x', { base }).origin).not.toHaveProperty('connectTo');
    expect(render('http://h:1/x', { base })).toMatchObject({ origin: { connectTo: '10.0.0.1:2' }, path: '/x' });
    expect(render('/x', { base })).toMatchObject({ origin: { connectTo: '10.0.0.1:2' }, path: '/racy/x' });
  });

  it.each(['http://[', 'http://u:p@h/x'])('is refused when it is %s', (url) => {
    expect(() => render('/x', { base: { url } })).toThrow(expect.objectContaining({ name: 'RenderError' }));
  });

  it('gets the query behind what the path has of it, which stays as it is written', () => {
    const query = pairs([
      ['a', '{{ x }}'],
      ['a', '2'],
      ['b c', '~ +'],
    ]);
    expect(pathOf('/p?q=%20+~', { x: '1&1' }, { query })).toBe('/p?q=%20+~&a=1%261&a=2&b%20c=~%20%2B');
    expect(pathOf('/p', { x: 1 }, { query: pairs([['a', '{{ x }}']]) })).toBe('/p?a=1');
  });
});

describe('headers', () => {
  it('go out in the order and the spelling of the user, those that follow from other keys behind them', () => {
    const headers = pairs([
      ['X-Id', '{{ id }}'],
      ['accept', '*/*'],
    ]);
    const auth = { kind: 'bearer', token: templateOf('{{ token }}') } as const;
    const body = { kind: 'json', value: {} } as const;
    expect(
      headersOf(
        {
          headers,
          auth,
          body,
          cookies: pairs([
            ['a', '{{ id }}'],
            ['b', '2'],
          ]),
        },
        { id: 7, token: 't' },
      ),
    ).toEqual([
      ['X-Id', '7'],
      ['accept', '*/*'],
      ['cookie', 'a=7; b=2'],
      ['authorization', 'Bearer t'],
      ['content-type', 'application/json'],
    ]);
  });

  it('of the user win, whatever their case', () => {
    const headers = pairs([
      ['Authorization', 'mine'],
      ['CONTENT-TYPE', 'text/csv'],
      ['Cookie', 'x=1'],
    ]);
    const auth = { kind: 'bearer', token: templateOf('t') } as const;
    expect(
      headersOf({ headers, auth, body: { kind: 'text', text: templateOf('a') }, cookies: pairs([['y', '2']]) }),
    ).toEqual([
      ['Authorization', 'mine'],
      ['CONTENT-TYPE', 'text/csv'],
      ['cookie', 'x=1; y=2'],
    ]);
  });

  it('hold credentials in the form of RFC 7617', () => {
    const auth = { kind: 'basic', username: templateOf('Aladdin'), password: templateOf('{{ p }}') } as const;
    expect(headersOf({ auth }, { p: 'open sesame' })).toEqual([
      ['authorization', 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=='],
    ]);
  });

  it.each<[Part, string, string, string]>([
    ['headers', 'x', 'a\r\nEvil: 1', 'line break'],
    ['headers', 'x', 'a\nb', 'line break'],
    ['headers', 'x', '\u0000', 'Latin-1'],
    ['headers', 'x', '€', 'Latin-1'],
    ['headers', 'x y', 'a', 'not the name of a header'],
    ['headers', '', 'a', 'not the name of a header'],
    ['cookies', 'x', 'a; b=c', 'semicolon'],
    ['cookies', 'x', 'a\r\nb', 'line break'],
  ])('can not be broken by %s named %o with the value %o', (part, name, x, message) => {
    expect(() => headersOf({ [part]: pairs([[name, '{{ x }}']]) }, { x })).toThrow(
      expect.objectContaining({ name: 'RenderError', message: expect.stringContaining(message) }),
    );
  });
});

describe('bodies', () => {
  it('of JSON keep types and digits', () => {
    const value = { id: '{{ id }}', text: 'n {{ id }}', list: ['{{ on }}', null, 2.5], '{{ key }}': {} };
    expect(bodyOf({ kind: 'json', value }, { id: 12345678901234567890n, on: true })).toBe(
      '{"id":12345678901234567890,"text":"n 12345678901234567890","list":[true,null,2.5],"{{ key }}":{}}',
    );
  });

  it('of forms are encoded', () => {
    expect(
      bodyOf(
        {
          kind: 'form',
          fields: pairs([
            ['a b', '{{ x }}'],
            ['c', 'ä'],
          ]),
        },
        { x: '1&2' },
      ),
    ).toBe('a+b=1%262&c=%C3%A4');
  });

  it('of text and bytes go as they are', () => {
    expect(bodyOf({ kind: 'text', text: templateOf('ä {{ x }}') }, { x: 1 })).toBe('ä 1');
    expect(render('/', { body: { kind: 'bytes', bytes: new Uint8Array([0, 255]) } }).body).toEqual(
      new Uint8Array([0, 255]),
    );
    expect(render('/')).not.toHaveProperty('body');
  });

  it.each<[string, BodyTemplate, string]>([
    ['JSON', { kind: 'json', value: 1 }, 'application/json'],
    ['a form', { kind: 'form', fields: [] }, 'application/x-www-form-urlencoded'],
    ['text', { kind: 'text', text: templateOf('') }, 'text/plain; charset=utf-8'],
    ['bytes', { kind: 'bytes', bytes: new Uint8Array() }, 'application/octet-stream'],
  ])('of %s have their content type', (_, body, type) => {
    expect(headersOf({ body })).toEqual([['content-type', type]]);
  });

  it('own no more memory than they need, since they go to another thread', () => {
    expect(render('/', { body: { kind: 'json', value: 'abc' } }).body?.buffer.byteLength).toBe(5);
  });
});

it('draws a value of its own for each place, and the same ones every time', () => {
  const template: Partial<RequestTemplate> = {
    headers: pairs([
      ['a', '{{ uuid() }}'],
      ['b', '{{ uuid() }}'],
    ]),
    query: pairs([
      ['a', '{{ uuid() }}'],
      ['a', '{{ uuid() }}'],
    ]),
    body: { kind: 'json', value: ['{{ uuid() }}', { x: '{{ uuid() }}' }] },
  };
  const first = render('/{{ uuid() }}', template);
  const sent = `${first.path} ${JSON.stringify(first.headers)} ${new TextDecoder().decode(first.body)}`;
  expect(new Set(sent.match(/[\da-f]{8}-[\da-f-]{27}/g)).size).toBe(7);
  expect(render('/{{ uuid() }}', template)).toEqual(first);
});

it('tells which value is missing', () => {
  expect(() => render('/events/{{ evnt }}')).toThrow('{{ evnt }}: `evnt` has no value');
});
