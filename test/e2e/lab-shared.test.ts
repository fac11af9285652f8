import { describe, expect, it, vi } from 'vitest';
import { client, herd, labOfFile, statuses, together } from './lab-fixture.ts';

const { service, urlOf } = labOfFile();

/** One visitor's answers: the cookie that the service gave, sent with every request. */
async function visitor(twin: string) {
  const base = `${urlOf(twin)}/session-data`;
  const { headers } = await fetch(`${base}/sessions`, { method: 'POST' });
  const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
  return (line: string, body?: unknown) => client(base)(line, body, { cookie });
}

describe.each(['racy', 'mended'])('one request after the other, the %s twin', (twin) => {
  it('asks the origin once for a product that all instances share', async () => {
    const ask = service(twin, 'stampede-lock');
    const first = await ask('GET /products/sku-1');
    expect(first).toMatchObject({ status: 200, json: { sku: 'sku-1', version: 1 } });
    expect(await ask('GET /products/sku-1')).toEqual(first);
    expect((await ask('PUT /cache/sku-1', { expiresInMs: 1 })).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await ask('GET /products/sku-1')).json.version).toBe(2);
    expect((await ask('GET /origin/sku-1')).json['queries']).toBe(2);
  });

  it('says whether a product came out of the cache', async () => {
    const ask = async () => (await fetch(`${urlOf(twin)}/stampede-early/products/sku-7`)).headers.get('x-cache');
    expect(await ask()).toBe('MISS');
    // An entry lives for less than half a second, which a pause of the machine outlasts.
    await vi.waitFor(async () => expect(await ask()).toMatch(/^(?:HIT|EARLY)$/), { timeout: 30_000, interval: 0 });
  });

  it('shows a review on a page that was cached before', async () => {
    const ask = service(twin, 'stale-cache');
    const { json } = await ask('POST /products');
    expect((await ask(`GET /products/${json.id}`)).json).toMatchObject({ reviews: 0, average: 0 });
    expect((await ask(`POST /products/${json.id}/reviews`, { stars: 4 })).status).toBe(201);
    expect((await ask(`GET /products/${json.id}`)).json).toMatchObject({ reviews: 1, average: 4 });
    expect((await ask(`GET /products/${json.id}/reviews`)).json).toEqual({ stored: 1 });
  });

  it('keeps what was put into the cart of a session', async () => {
    const ask = await visitor(twin);
    expect(await ask('POST /cart', { sku: 'pen' })).toEqual({ status: 201, json: { items: 1 } });
    expect((await ask('POST /cart', { sku: 'ink' })).json['items']).toBe(2);
    expect((await ask('GET /cart')).json).toEqual({ cart: ['pen', 'ink'], items: 2 });
    expect((await service(twin, 'session-data')('GET /cart')).status).toBe(401);
    expect((await ask('DELETE /sessions')).status).toBe(200);
    expect([(await ask('POST /cart', { sku: 'pad' })).status, (await ask('GET /cart')).status]).toEqual([404, 404]);
  });

  it('shows the account of the caller', async () => {
    const ask = service(twin, 'mixed-answers');
    const account = (key: string) => ask('GET /account', undefined, { authorization: `Bearer ${key}` });
    expect(await account('key-7')).toEqual({ status: 200, json: { name: 'caller-7', orders: 21 } });
    expect((await account('nobody')).status).toBe(401);
  });

  it('makes an order with its lines and its total', async () => {
    const ask = service(twin, 'half-built');
    const { json: customer } = await ask('POST /customers');
    expect((await ask(`GET /customers/${customer.id}/newest-order`)).status).toBe(404);
    const lines = [
      { sku: 'pen', price: 2 },
      { sku: 'ink', price: 5 },
    ];
    const { json: order } = await ask('POST /orders', { customer: customer.id, lines });
    expect((await ask(`GET /customers/${customer.id}/newest-order`)).json).toEqual({
      id: order.id,
      total: 7,
      lines: 2,
    });
    expect((await ask('POST /orders', { customer: customer.id, lines: [] })).status).toBe(400);
  });

  it('numbers the closings of a ledger', async () => {
    const ask = service(twin, 'lease');
    const { json } = await ask('POST /ledgers');
    const close = () => ask(`POST /ledgers/${json.id}/closings`);
    expect([(await close()).json, (await close()).json]).toEqual([{ number: 1 }, { number: 2 }]);
    expect((await ask(`GET /ledgers/${json.id}`)).json).toEqual({ id: json.id, closings: 2 });
  });

  it('accepts a token until it runs out', async () => {
    const ask = service(twin, 'clock-skew');
    const { json: good } = await ask('POST /tokens', { validForMs: 60_000 });
    const { json: short } = await ask('POST /tokens', { validForMs: 1 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await ask(`GET /tokens/${String(good['token'])}`)).status).toBe(200);
    expect((await ask(`GET /tokens/${String(short['token'])}`)).status).toBe(410);
    expect((await ask('GET /tokens/nothing')).status).toBe(400);
  });

  it('counts sessions up and down', async () => {
    const ask = service(twin, 'active-sessions');
    const { json: tenant } = await ask('POST /tenants');
    const { json: session } = await ask(`POST /tenants/${tenant.id}/sessions`);
    await ask(`POST /tenants/${tenant.id}/sessions`);
    expect((await ask(`GET /tenants/${tenant.id}`)).json).toEqual({ id: tenant.id, active: 2, sessions: 2 });
    expect((await ask(`DELETE /sessions/${session.id}`)).status).toBe(200);
    expect((await ask(`DELETE /sessions/${session.id}`)).status).toBe(404);
    expect((await ask(`GET /tenants/${tenant.id}`)).json).toEqual({ id: tenant.id, active: 1, sessions: 1 });
  });

  it('saves a setting', async () => {
    const ask = service(twin, 'setting');
    const { json } = await ask('POST /users', { theme: 'light' });
    expect((await ask(`GET /users/${json.id}/theme`)).json).toEqual({ theme: 'light', version: 1 });
    expect((await ask(`PUT /users/${json.id}/theme`, { theme: 'dark' })).status).toBe(200);
    expect((await ask(`GET /users/${json.id}/theme`)).json).toEqual({ theme: 'dark', version: 2 });
  });

  it.each([
    ['GET /stampede-lock/products/nothing', 404],
    ['PUT /stampede-lock/cache/nothing', 400],
    ['GET /stampede-early/products/nothing', 404],
    ['GET /stale-cache/products/999999999', 404],
    ['GET /lease/ledgers/999999999', 404],
    ['POST /lease/ledgers/999999999/closings', 404],
    ['DELETE /active-sessions/sessions/999999999', 404],
    ['POST /active-sessions/tenants/999999999/sessions', 404],
    ['GET /setting/users/999999999/theme', 404],
    ['PUT /setting/users/999999999/theme', 400],
    ['POST /clock-skew/tokens', 400],
  ])('answers %s by %i', async (line, status) => {
    expect((await client(urlOf(twin))(line)).status).toBe(status);
  });
});

describe('all at once, the mended twin', () => {
  it('brings no session back that was ended while items were on their way', async () => {
    const ask = await visitor('mended');
    await together((member) => (member === herd / 2 ? ask('DELETE /sessions') : ask('POST /cart', { sku: 'pen' })));
    expect((await ask('GET /cart')).status).toBe(404);
  });

  it('asks the origin once for the whole herd', async () => {
    const ask = service('mended', 'stampede-lock');
    const answers = await together(() => ask('GET /products/sku-2'));
    expect(new Set(answers.map(({ json }) => json.version))).toEqual(new Set([1]));
    expect((await ask('GET /origin/sku-2')).json['queries']).toBe(1);
  });

  it('keeps everything that a visitor puts into the cart', async () => {
    const ask = await visitor('mended');
    expect(statuses(await together((member) => ask('POST /cart', { sku: `sku-${member}` })))).toEqual({ 201: herd });
    expect((await ask('GET /cart')).json['items']).toBe(herd);
  });

  it('shows everybody their own account', async () => {
    const ask = service('mended', 'mixed-answers');
    const answers = await together((member) =>
      ask('GET /account', undefined, { authorization: `Bearer key-${member}` }),
    );
    expect(answers.map(({ json }) => json.name)).toEqual(Array.from({ length: herd }, (_, n) => `caller-${n}`));
  });

  it('writes down every closing of a ledger that it has acknowledged', async () => {
    const ask = service('mended', 'lease');
    const { json } = await ask('POST /ledgers');
    const answers = await Promise.all([1, 2, 3, 4].map(() => ask(`POST /ledgers/${json.id}/closings`)));
    const closed = answers.filter(({ status }) => status === 201);
    expect(closed.length).toBeGreaterThan(0);
    expect((await ask(`GET /ledgers/${json.id}`)).json['closings']).toBe(closed.length);
  });

  it('ends a session once', async () => {
    const ask = service('mended', 'active-sessions');
    const { json: tenant } = await ask('POST /tenants');
    const { json: session } = await ask(`POST /tenants/${tenant.id}/sessions`);
    expect(statuses(await together(() => ask(`DELETE /sessions/${session.id}`)))).toEqual({ 200: 1, 404: herd - 1 });
    expect((await ask(`GET /tenants/${tenant.id}`)).json).toEqual({ id: tenant.id, active: 0, sessions: 0 });
  });
});
