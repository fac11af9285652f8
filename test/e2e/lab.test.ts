import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type Lab, services } from '../../src/lab/index.ts';
import { client, herd, startLab, statuses, together } from './lab-fixture.ts';

let lab: Lab;

/** For what becomes true in its own time. */
const patience = { timeout: 30_000 };

beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab.stop());

it('says that it is well, on every instance', async () => {
  for (const url of [lab.url, ...lab.instances]) {
    expect(await client(url)('GET /health')).toEqual({ status: 200, json: { ok: true } });
  }
});

it('lists its classes with the commands that hunt them, and what both twins have served', async () => {
  const ask = client(lab.url);
  const { json } = await ask('GET /classes');
  expect(json['classes']).toMatchObject(
    services.map(({ name }) => ({
      name,
      commands: { racy: `racehound run scenarios/${name}.race.yaml --var labPort=${lab.port} --var twin=racy` },
    })),
  );
  const before = await servedOf(ask);
  await ask('GET /mended/oversell/events/1');
  // An instance tells of its own requests twice a second.
  await client(lab.instances[2] ?? '')('GET /mended/oversell/events/1');
  await vi.waitFor(async () => expect(await servedOf(ask)).toBe(before + 2), patience);
});

it('has a page for people at its base address, which holds every class', async () => {
  const page = await fetch(lab.url);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const html = await page.text();
  for (const { name, title } of services) expect(html).toContain(`<section id="${name}">\n<h2>${title} `);
});

const live = z.object({ classes: z.object({ oversell: z.object({ mended: z.object({ served: z.int() }) }) }) });

async function servedOf(ask: ReturnType<typeof client>): Promise<number> {
  return live.parse((await ask('GET /live')).json).classes.oversell.mended.served;
}

describe.each(['racy', 'mended'])('one request after the other, the %s twin', (twin) => {
  it('sells tickets with running numbers until they are sold out', async () => {
    const ask = client(`${lab.url}/${twin}/oversell`);
    const { status, json } = await ask('POST /events', { stock: 2 });
    expect(status).toBe(201);
    const answers = [];
    for (const buyer of ['ada', 'ben', 'cleo']) answers.push(await ask(`POST /events/${json.id}/purchases`, { buyer }));
    expect(answers).toEqual([
      { status: 201, json: { ticket: 1, buyer: 'ada' } },
      { status: 201, json: { ticket: 2, buyer: 'ben' } },
      { status: 409, json: { error: 'sold out' } },
    ]);
    expect(await ask(`GET /events/${json.id}`)).toEqual({
      status: 200,
      json: { id: json.id, stock: 0, sold: 2 },
    });
  });

  it('pays out what the wallet has', async () => {
    const ask = client(`${lab.url}/${twin}/double-spend`);
    const { status, json } = await ask('POST /wallets', { balance: 15 });
    expect([status, json.balance]).toEqual([201, 15]);
    const withdraw = () => ask(`POST /wallets/${json.id}/withdrawals`, { amount: 10 });
    expect(await withdraw()).toEqual({ status: 201, json: { balance: 5 } });
    expect(await withdraw()).toEqual({ status: 409, json: { error: 'insufficient funds' } });
    expect(await ask(`GET /wallets/${json.id}`)).toEqual({ status: 200, json: { id: json.id, balance: 5 } });
  });

  it('asks the origin for a product once until it is evicted', async () => {
    const ask = client(`${lab.url}/${twin}/stampede`);
    const first = await ask('GET /products/sku-1');
    expect(first).toMatchObject({ status: 200, json: { sku: 'sku-1', version: 1 } });
    expect(await ask('GET /products/sku-1')).toEqual(first);
    expect(await ask('DELETE /cache/sku-1')).toEqual({ status: 200, json: { sku: 'sku-1' } });
    expect((await ask('GET /products/sku-1')).json).toEqual({ ...first.json, version: 2 });
    expect(await ask('GET /origin/sku-1')).toEqual({ status: 200, json: { sku: 'sku-1', queries: 2 } });
  });

  it('shows a flag on every instance as it was switched before the first read', async () => {
    const ask = client(`${lab.url}/${twin}/feature-flag`);
    const { status, json } = await ask('POST /flags', { enabled: false, segment: 'staff' });
    expect([status, json['enabled']]).toEqual([201, false]);
    const everybody = { enabled: true, segment: 'everybody' };
    const on = { status: 200, json: { name: json.name, ...everybody, revision: 2 } };
    expect(await ask(`PUT /flags/${json.name}`, everybody)).toEqual(on);
    for (const url of lab.instances) {
      const shown = await client(`${url}/${twin}/feature-flag`)(`GET /flags/${json.name}`);
      expect(shown).toMatchObject({ ...on, json: { ...on.json, members: 39_600 } });
    }
  });

  it('registers an address once, and again when it was removed', async () => {
    const ask = client(`${lab.url}/${twin}/duplicate-signup`);
    const email = 'grace@example.com';
    expect(await ask('POST /users', { email })).toMatchObject({ status: 201, json: { email } });
    expect((await ask('POST /users', { email })).status).toBe(409);
    expect((await ask(`GET /users?email=${email}`)).json).toEqual({ email, count: 1 });
    expect((await ask(`DELETE /users?email=${email}`)).json).toEqual({ email, removed: 1 });
    expect((await ask(`GET /users?email=${email}`)).json).toEqual({ email, count: 0 });
  });

  it.each([
    ['POST /oversell/events', { stock: -1 }, 400],
    ['POST /oversell/events/999999999/purchases', { buyer: 'ada' }, 404],
    ['GET /oversell/events/999999999', undefined, 404],
    ['POST /double-spend/wallets/999999999/withdrawals', { amount: 1 }, 404],
    ['POST /double-spend/wallets', undefined, 400],
    ['GET /stampede/products/nothing', undefined, 404],
    ['GET /feature-flag/flags/nothing', undefined, 404],
    ['PUT /feature-flag/flags/nothing', { enabled: true, segment: 'staff' }, 404],
    ['PUT /feature-flag/flags/nothing', { enabled: true }, 400],
    ['POST /duplicate-signup/users', { email: 'nobody' }, 400],
    ['GET /duplicate-signup/users', undefined, 400],
  ])('answers %s with %j by %i', async (line, json, status) => {
    expect((await client(`${lab.url}/${twin}`)(line, json)).status).toBe(status);
  });
});

describe('all at once, the mended twin', () => {
  it('sells every ticket to one buyer', async () => {
    const ask = client(`${lab.url}/mended/oversell`);
    const { json } = await ask('POST /events', { stock: 5 });
    const answers = await together((member) => ask(`POST /events/${json.id}/purchases`, { buyer: `buyer ${member}` }));
    const sold = answers.filter(({ status }) => status === 201).map((answer) => answer.json.ticket);
    expect(sold.sort((a = 0, b = 0) => a - b)).toEqual([1, 2, 3, 4, 5]);
    expect((await ask(`GET /events/${json.id}`)).json).toMatchObject({ stock: 0, sold: 5 });
  });

  it('books every withdrawal', async () => {
    const ask = client(`${lab.url}/mended/double-spend`);
    const { json } = await ask('POST /wallets', { balance: 100 });
    const answers = await together(() => ask(`POST /wallets/${json.id}/withdrawals`, { amount: 10 }));
    const left = answers.filter(({ status }) => status === 201).map((answer) => answer.json.balance);
    expect(left.sort((a = 0, b = 0) => a - b)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect((await ask(`GET /wallets/${json.id}`)).json.balance).toBe(0);
  });

  it('queries a product once for the whole herd, and again after a failure', async () => {
    const ask = client(`${lab.url}/mended/stampede`);
    const answers = await together(() => ask('GET /products/sku-2'));
    expect(new Set(answers.map((answer) => answer.json.version))).toEqual(new Set([1]));
    expect((await ask('GET /origin/sku-2')).json['queries']).toBe(1);
    await ask('GET /products/nothing');
    await ask('GET /products/nothing');
    expect((await ask('GET /origin/nothing')).json['queries']).toBeGreaterThan(1);
  });

  it('brings every instance that read a flag in mid-switch up to date', async () => {
    const { json } = await client(`${lab.url}/mended/feature-flag`)('POST /flags', {
      enabled: false,
      segment: 'staff',
    });
    const [first = lab.url, ...others] = lab.instances;
    const read = (url: string) => client(`${url}/mended/feature-flag`)(`GET /flags/${json.name}`);
    await Promise.all([
      client(`${first}/mended/feature-flag`)(`PUT /flags/${json.name}`, { enabled: true, segment: 'staff' }),
      ...[first, ...others].map(read),
    ]);
    expect((await read(first)).json['enabled']).toBe(true);
    for (const url of others)
      await vi.waitFor(async () => expect((await read(url)).json['enabled']).toBe(true), patience);
  });

  it('gives an address one account', async () => {
    const ask = client(`${lab.url}/mended/duplicate-signup`);
    const email = 'ada@example.com';
    const answers = await together(() => ask('POST /users', { email }));
    expect(statuses(answers)).toEqual({ 201: 1, 409: herd - 1 });
    expect((await ask(`GET /users?email=${email}`)).json['count']).toBe(1);
  });
});
