import { describe, expect, it } from 'vitest';
import { bodyOf, headerOf, loaded, onlyRequest, sent, written } from './valid-draft.ts';

describe('an operation of an OpenAPI document', () => {
  /** The request that the one operation of a document becomes, and the written scenario. */
  const made = (operation: object, secrets: Readonly<Record<string, string>> = {}) => {
    const document = { openapi: '3.1.0', paths: { '/x': { post: operation } } };
    const text = written('openapi', JSON.stringify(document));
    return { text, sent: onlyRequest(sent(loaded(text, secrets))) };
  };
  const bodyIs = (type: string, described: object) => ({ requestBody: { content: { [type]: described } } });

  it('makes a form of several parts, lists apart and maps as JSON, and tells which one should be a file', () => {
    const properties = {
      user: { type: 'string', example: 'ada' },
      password: { type: 'string' },
      ids: { type: 'array', items: { type: 'integer', example: 7 } },
      address: { type: 'object', properties: { city: { type: 'string', example: 'Ulm' } } },
      photo: { type: 'string', format: 'binary' },
    };
    const operation = bodyIs('multipart/form-data', { schema: { type: 'object', properties } });
    const { text, sent: request } = made(operation, { PASSWORD: 'p-4711' });
    expect(headerOf(request, 'content-type')).toBe('multipart/form-data; boundary=racehound-part');
    const parts = bodyOf(request).split('--racehound-part');
    expect(parts.slice(1, 5)).toEqual([
      '\r\nContent-Disposition: form-data; name="user"\r\n\r\nada\r\n',
      '\r\nContent-Disposition: form-data; name="password"\r\n\r\np-4711\r\n',
      '\r\nContent-Disposition: form-data; name="ids"\r\n\r\n7\r\n',
      '\r\nContent-Disposition: form-data; name="address"\r\nContent-Type: application/json\r\n\r\n{"city":"Ulm"}\r\n',
    ]);
    expect(text).toContain('# POST /x: photo of its body should be a file');
  });

  it('makes no JSON of a type of which it has no sample, and says so', () => {
    const { text, sent: request } = made(
      bodyIs('application/xml', { schema: { type: 'object', properties: { a: { type: 'integer' } } } }),
    );
    expect([bodyOf(request), headerOf(request, 'content-type')]).toEqual(['', 'application/xml']);
    expect(text).toContain('# POST /x: its body is application/xml, of which no sample can be made');
    expect(bodyOf(made(bodyIs('application/xml', { example: '<a/>' })).sent)).toBe('<a/>');
  });

  it.each([
    [{}, '/x?ids=1&ids=2'],
    [{ explode: false }, '/x?ids=1%2C2'],
    [{ style: 'pipeDelimited' }, '/x?ids=1%7C2'],
    [{ style: 'pipeDelimited', explode: true }, '/x?ids=1&ids=2'],
    [{ example: { a: 1, b: 2 } }, '/x?a=1&b=2'],
    [{ example: { a: 1, b: 2 }, explode: false }, '/x?ids=a%2C1%2Cb%2C2'],
    [{ example: { a: 1 }, style: 'deepObject' }, '/x?ids%5Ba%5D=1'],
  ])('spells lists and maps in a query in their style: %j', (style, path) => {
    const parameters = [{ name: 'ids', in: 'query', required: true, example: [1, 2], ...style }];
    expect(made({ parameters }).sent.path).toBe(path);
  });

  it('keeps a server that only some of the operations have', () => {
    const document = {
      openapi: '3.1.0',
      servers: [{ url: 'http://a.localhost/v1' }],
      paths: { '/x': { post: {} }, '/y': { servers: [{ url: 'http://b.localhost/v2/' }], post: {} } },
    };
    const scenario = loaded(written('openapi', JSON.stringify(document), ['POST /x', 'POST /y']));
    expect(sent(scenario).map(({ origin, path }) => `${origin.hostname}${path}`)).toEqual([
      'a.localhost/v1/x',
      'b.localhost/v2/y',
    ]);
  });

  it.each(['JSON', 'YAML'])('keeps every digit of an example from %s', (format) => {
    const document =
      format === 'JSON'
        ? '{"openapi":"3.1.0","paths":{"/x":{"post":{"requestBody":{"content":{"application/json":{"example":{"id":12345678901234567890,"n":5}}}}}}}}'
        : 'openapi: 3.1.0\npaths: { /x: { post: { requestBody: { content: { application/json: { example: { id: 12345678901234567890, n: 5 } } } } } } }';
    expect(bodyOf(onlyRequest(sent(loaded(written('openapi', document)))))).toBe('{"id":12345678901234567890,"n":5}');
  });
});
