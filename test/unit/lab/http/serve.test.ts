import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HttpError } from '../../../../src/lab/http/http-error.ts';
import { serve } from '../../../../src/lab/http/serve.ts';
import { freePorts } from '../../../../src/lab/ports.ts';

const log: string[] = [];
let port = 0;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  port = await freePorts(1);
  server = await serve(
    port,
    { http2: false },
    {
      'POST /echo': ({ body, query }) => ({ status: 200, json: { body: JSON.stringify(body), query: query.get('q') } }),
      'GET /marked': ({ headers }) => ({ status: 200, json: headers['x-mark'] ?? null, headers: { etag: '"1"' } }),
      'GET /named/:name': () => ({ status: 200, json: null }),
      'GET /refused': () => {
        throw new HttpError(409, 'not now');
      },
      'GET /broken': () => Promise.reject(new Error('the database is gone')),
    },
    (line) => log.push(line),
  );
});
afterAll(() => server.close());

const ask = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init);

it('answers with what the handler gives', async () => {
  const response = await ask('/echo?q=1', { method: 'POST', body: '{"a":1}' });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
  expect(await response.json()).toEqual({ body: '{"a":1}', query: '1' });
});

it('hands a handler the headers of the request, and sends those of its reply', async () => {
  const response = await ask('/marked', { headers: { 'X-Mark': 'seen' } });
  expect(response.headers.get('etag')).toBe('"1"');
  expect(await response.json()).toBe('seen');
});

it.each([
  ['a path that is not there', '/nowhere', {}, 404, 'no GET /nowhere here; GET / at the base port lists what there is'],
  ['a body that is not JSON', '/echo', { method: 'POST', body: '{' }, 400, 'the body is not JSON'],
  ['a huge body', '/echo', { method: 'POST', body: 'x'.repeat(20_000) }, 413, 'the body has more than 16384 bytes'],
  ['a broken percent sign', '/named/%', {}, 400, 'the path has a broken percent sign'],
  ['what a handler refuses', '/refused', {}, 409, 'not now'],
])('answers %s with its status and the reason', async (_, path, init, status, error) => {
  const response = await ask(path, init);
  expect([response.status, await response.json()]).toEqual([status, { error }]);
});

it('answers 500 to a handler that fails, tells the operator why, and goes on', async () => {
  const response = await ask('/broken');
  expect([response.status, await response.json()]).toEqual([500, { error: 'internal error' }]);
  expect(log).toContain('GET /broken: Error: the database is gone');
  expect((await ask('/refused')).status).toBe(409);
});

it('outlives a client that hangs up in mid-body, and does not blame the handler', async () => {
  const before = log.length;
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.end('POST /echo HTTP/1.1\r\nhost: lab\r\ncontent-length: 10\r\n\r\n{');
  await once(socket.resume(), 'close');
  expect((await ask('/refused')).status).toBe(409);
  expect(log).toHaveLength(before);
});

it('is rejected when the port is taken', async () => {
  await expect(serve(port, { http2: false }, {}, () => undefined)).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
