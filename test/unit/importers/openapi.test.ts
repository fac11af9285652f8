import { stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import { importers } from '../../../src/importers/index.ts';
import { RacehoundError } from '../../../src/support/diagnostic.ts';
import { bodyOf, headerOf, loaded, onlyRequest, sent, written } from './valid-draft.ts';

const shop = {
  openapi: '3.1.0',
  info: { title: 'shop', version: '1' },
  servers: [{ url: 'https://{region}.shop.example.com/v1/', variables: { region: { default: 'eu' } } }],
  security: [{ token: [] }],
  paths: {
    '/items/{itemId}/orders': {
      parameters: [{ $ref: '#/components/parameters/item' }],
      post: {
        operationId: 'placeOrder',
        summary: 'Place an order',
        parameters: [
          { name: 'dryRun', in: 'query', required: true, schema: { type: 'boolean', default: false } },
          { name: 'page', in: 'query', schema: { type: 'integer' } },
          { name: 'Idempotency-Key', in: 'header', required: true, example: 'one {{ key }}' },
        ],
        requestBody: { $ref: '#/components/requestBodies/order' },
        responses: { 201: {}, 409: {}, 401: {}, 500: {} },
      },
      get: { responses: { '2XX': {} }, security: [] },
    },
    '/session': {
      post: {
        operationId: 'logIn',
        security: [{ basic: [] }, { token: [] }],
        requestBody: {
          content: {
            'application/x-www-form-urlencoded': {
              schema: {
                type: 'object',
                properties: { user: { type: 'string', example: 'ada' }, password: { type: 'string' } },
              },
            },
          },
        },
        responses: { default: {} },
      },
    },
    '/report': {
      put: {
        operationId: 'keyed',
        servers: [{ url: '/internal' }],
        security: [{ inHeader: [], inQuery: [], inCookie: [] }],
        requestBody: { content: { 'text/csv': { example: 'a,b' } } },
        responses: { 204: {} },
      },
    },
  },
  components: {
    parameters: { item: { name: 'itemId', in: 'path', required: true, schema: { type: 'integer', example: 42 } } },
    requestBodies: { order: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } } },
    schemas: {
      Order: {
        type: 'object',
        properties: {
          id: { type: 'integer', readOnly: true },
          quantity: { type: 'integer', minimum: 1 },
          cardToken: { type: 'string', example: 'tok_4711_4711' },
          note: { type: 'string', example: '{{ not a template }}' },
          parent: { $ref: '#/components/schemas/Order' },
        },
      },
    },
    securitySchemes: {
      token: { type: 'http', scheme: 'bearer' },
      basic: { type: 'http', scheme: 'basic' },
      inHeader: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
      inQuery: { type: 'apiKey', in: 'query', name: 'key' },
      inCookie: { type: 'apiKey', in: 'cookie', name: 'sid' },
    },
  },
};

function titleOf(document: unknown, ...chosen: readonly string[]): string {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  try {
    importers['openapi']?.read({ path: 'shop.yaml', text }, chosen);
  } catch (error) {
    if (error instanceof RacehoundError) return error.diagnostics.map(({ title }) => title).join('\n');
    throw error;
  }
  return 'no error';
}

/** The request that one operation of the shop becomes. */
function request(id: string, secrets: Readonly<Record<string, string>> = {}) {
  return onlyRequest(sent(loaded(written('openapi', JSON.stringify(shop), [id]), secrets)));
}

describe('an OpenAPI document', () => {
  it('lists its operations when none is chosen, by id, or by method and path', () => {
    expect(importers['openapi']?.read({ path: 'shop.yaml', text: stringify(shop) }, [])).toEqual({
      kind: 'choices',
      choices: [
        ['GET /items/{itemId}/orders', 'GET /items/{itemId}/orders'],
        ['placeOrder', 'POST /items/{itemId}/orders  Place an order'],
        ['logIn', 'POST /session'],
        ['keyed', 'PUT /report'],
      ],
    });
  });

  it.each(['JSON', 'YAML'])(
    'gives the request of an operation, with all that it needs and no more, from %s',
    (format) => {
      const text = written('openapi', format === 'JSON' ? JSON.stringify(shop) : stringify(shop), ['placeOrder']);
      expect(text).toContain('# placeOrder: Place an order');
      expect(text).not.toContain('tok_4711');
      const scenario = loaded(text, { TOKEN: 't-4711', CARD_TOKEN: 'tok_4711_4711' });
      expect(scenario.target).toBe('https://eu.shop.example.com/v1');
      expect(scenario.variables).toMatchObject({ itemId: 42 });
      const sentRequest = onlyRequest(sent(scenario));
      expect(sentRequest).toMatchObject({ method: 'POST', path: '/v1/items/42/orders?dryRun=false' });
      expect(headerOf(sentRequest, 'authorization')).toBe('Bearer t-4711');
      expect(headerOf(sentRequest, 'idempotency-key')).toBe('one {{ key }}');
      const body = JSON.parse(bodyOf(sentRequest)) as object;
      expect(body).toMatchObject({ quantity: 1, cardToken: 'tok_4711_4711', note: '{{ not a template }}' });
      expect(body).not.toHaveProperty('id');
    },
  );

  it('names the answers that it documents: success, and what a loser of a race is told', () => {
    expect(loaded(written('openapi', JSON.stringify(shop), ['placeOrder'])).scenario.outcomes).toEqual({
      done: { status: [201] },
      refused: { status: [409] },
    });
    expect(loaded(written('openapi', JSON.stringify(shop), ['logIn'])).scenario.outcomes).toBeUndefined();
    const both = written('openapi', JSON.stringify(shop), ['placeOrder', 'GET /items/{itemId}/orders']);
    expect(loaded(both).scenario.outcomes).toEqual({ done: { status: [201, '2xx'] }, refused: { status: [409] } });
  });

  it('asks for the credentials of the first way to show them', () => {
    const logIn = request('logIn', { PASSWORD: 'p-4711' });
    expect(headerOf(logIn, 'authorization')).toBe(`Basic ${Buffer.from('ada:p-4711').toString('base64')}`);
    expect(bodyOf(logIn)).toBe('user=ada&password=p-4711');
    const keyed = request('keyed', { X_API_KEY: 'h-4711', KEY: 'q-4711', SID: 'c-4711' });
    expect(keyed.path).toBe('/internal/report?key=q-4711');
    expect(headerOf(keyed, 'x-api-key')).toBe('h-4711');
    expect(headerOf(keyed, 'cookie')).toBe('sid=c-4711');
    expect(bodyOf(keyed)).toBe('a,b');
    expect(headerOf(keyed, 'content-type')).toBe('text/csv');
    expect(headerOf(request('GET /items/{itemId}/orders'), 'authorization')).toBeUndefined();
  });

  const broken = (change: object) => ({ ...shop, ...change });
  it.each([
    ['no document', '{"openapi":', /neither JSON nor YAML/],
    ['something else', { log: {} }, /is no OpenAPI 3 document$/],
    ['Swagger 2', { swagger: '2.0' }, /is no OpenAPI 3 document but Swagger 2/],
    ['no operations', broken({ paths: {} }), /has no operations/],
    ['paths that are no map', broken({ paths: [1] }), /has no operations/],
    [
      'a reference to another file',
      broken({ paths: { '/x': { $ref: 'x.yaml#/y' } } }),
      /refers to x\.yaml#\/y, another file/,
    ],
    ['a reference that leads nowhere', broken({ paths: { '/x': { $ref: '#/nowhere' } } }), /#\/nowhere leads nowhere/],
    [
      'references in a circle',
      broken({ paths: { '/x': { $ref: '#/paths/~1y' }, '/y': { $ref: '#/paths/~1x' } } }),
      /goes round in a circle/,
    ],
    [
      'a schema that refers to another file',
      broken({
        paths: { '/x': { post: { requestBody: { content: { 'application/json': { schema: { $ref: 'y.json' } } } } } } },
      }),
      /refers to y\.json/,
    ],
    [
      'a schema with a reference that leads nowhere',
      broken({
        paths: {
          '/x': {
            post: {
              requestBody: {
                content: {
                  'application/json': { schema: { type: 'object', properties: { a: { $ref: '#/nowhere' } } } },
                },
              },
            },
          },
        },
      }),
      /a schema can't be sampled/,
    ],
    [
      'an alias bomb',
      `a: &a [x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c, *c, *c, *c]`,
      /neither JSON nor YAML|no OpenAPI/,
    ],
  ])('of %s is refused with the reason', (_, document, title) => {
    expect(titleOf(document)).toMatch(title);
  });

  it('suggests the operation that was meant', () => {
    expect(titleOf(shop, 'placeOrdre')).toBe('--operation placeOrdre: shop.yaml has no such operation');
  });
});
