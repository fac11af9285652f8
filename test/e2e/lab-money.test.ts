import { describe, expect, it } from 'vitest';
import { client, herd, labOfFile, statuses, together } from './lab-fixture.ts';

const { service, urlOf } = labOfFile();

describe.each(['racy', 'mended'])('one request after the other, the %s twin', (twin) => {
  it('moves money between two accounts as long as there is enough', async () => {
    const ask = service(twin, 'transfer');
    const { json: bank } = await ask('POST /banks', { accounts: 2, balance: 15 });
    const [from, to] = bank['accounts'] as readonly number[];
    const transfer = () => ask('POST /transfers', { from, to, amount: 10 });
    expect(await transfer()).toEqual({ status: 201, json: { from, to, amount: 10 } });
    expect((await transfer()).status).toBe(409);
    expect((await ask(`GET /banks/${bank.id}`)).json).toEqual({ id: bank.id, total: 30, balances: [5, 25] });
    expect((await ask('POST /transfers', { from, to: from, amount: 1 })).status).toBe(400);
    expect((await ask('POST /transfers', { from, to: 999_999_999, amount: 1 })).status).toBe(404);
  });

  it('turns a gift card into credit once', async () => {
    const ask = service(twin, 'gift-card');
    const { json: customer } = await ask('POST /customers');
    const { json: card } = await ask('POST /cards', { value: 50 });
    const redeem = () => ask(`POST /customers/${customer.id}/redemptions`, { code: card['code'] });
    expect(await redeem()).toEqual({ status: 201, json: { value: 50 } });
    expect((await redeem()).status).toBe(409);
    expect((await ask(`GET /customers/${customer.id}`)).json['credit']).toBe(50);
  });

  it('refunds a purchase in parts, up to what was paid', async () => {
    const ask = service(twin, 'double-refund');
    const { json } = await ask('POST /purchases', { paid: 100 });
    const refund = async (amount: number) => (await ask(`POST /purchases/${json.id}/refunds`, { amount })).status;
    expect([await refund(60), await refund(60), await refund(40), await refund(1)]).toEqual([201, 409, 201, 409]);
    expect((await ask(`GET /purchases/${json.id}`)).json).toMatchObject({
      paid: 100,
      refunded: 100,
      refunds: [{ amount: 60 }, { amount: 40 }],
    });
  });

  it('takes no more items once the cart is paid', async () => {
    const ask = service(twin, 'changed-order');
    const { json } = await ask('POST /carts');
    const add = async (price: number) => (await ask(`POST /carts/${json.id}/items`, { price })).status;
    expect([await add(10), await add(5)]).toEqual([201, 201]);
    expect(await ask(`POST /carts/${json.id}/payment`)).toEqual({ status: 201, json: { paid: 15 } });
    expect([await add(1), (await ask(`POST /carts/${json.id}/payment`)).status]).toEqual([409, 409]);
    expect((await ask(`GET /carts/${json.id}`)).json).toEqual({ id: json.id, paid: 15, total: 15 });
  });

  it('pays once for an idempotency key, and again for another one', async () => {
    const ask = service(twin, 'idempotency-key');
    const { json } = await ask('POST /payers', { balance: 100 });
    const pay = (key: string, amount = 10) =>
      ask(`POST /payers/${json.id}/payments`, { amount }, { 'idempotency-key': `${twin} ${key}` });
    const first = await pay('one');
    expect(first.status).toBe(201);
    expect(await pay('one')).toEqual(first);
    expect((await pay('one', 500)).status).toBe(422);
    expect((await pay('two')).json.id).not.toBe(first.json.id);
    expect((await ask(`GET /payers/${json.id}`)).json).toEqual({ id: json.id, balance: 80, payments: 2 });
    expect((await ask(`POST /payers/${json.id}/payments`, { amount: 10 })).status).toBe(400);
    expect((await ask(`POST /payers/${json.id}/payments`, { amount: 90 }, { 'idempotency-key': twin })).status).toBe(
      409,
    );
  });

  it('keeps the orders of two shoppers with the same idempotency key apart', async () => {
    const ask = service(twin, 'key-confusion');
    for (const [name, item] of [
      ['ada', 'a lamp'],
      ['ben', 'a bench'],
    ] as const) {
      const { json: shopper } = await ask('POST /shoppers', { name });
      const authorization = `Bearer ${String(shopper['token'])}`;
      const order = (what: string = item) =>
        ask('POST /orders', { item: what }, { authorization, 'idempotency-key': '1' });
      const first = await order();
      expect(first).toMatchObject({ status: 201, json: { shopper: name, item } });
      expect(await order()).toEqual(first);
      expect((await order('a sofa')).status).toBe(422);
      expect((await ask('GET /orders', undefined, { authorization })).json).toEqual({ shopper: name, items: [item] });
    }
    expect((await ask('GET /orders', undefined, { authorization: 'Bearer nobody' })).status).toBe(401);
  });

  it('moves goods between two shelves as long as there are enough', async () => {
    const ask = service(twin, 'deadlock');
    const [{ json: one }, { json: other }] = [
      await ask('POST /shelves', { quantity: 3 }),
      await ask('POST /shelves', { quantity: 0 }),
    ];
    const move = (quantity: number) => ask('POST /moves', { from: one.id, to: other.id, quantity });
    expect([(await move(2)).status, (await move(2)).status]).toEqual([201, 409]);
    expect((await ask(`GET /shelves/${one.id}`)).json['quantity']).toBe(1);
    expect((await ask(`GET /shelves/${other.id}`)).json['quantity']).toBe(2);
  });

  it.each([
    ['POST /transfer/transfers', { from: 1, to: 2 }, 400],
    ['GET /transfer/banks/999999999', undefined, 404],
    ['POST /gift-card/customers/999999999/redemptions', { code: '0b0e7a3e-52f6-4c0e-9a4c-2d1f0c1d2e3f' }, 404],
    ['POST /gift-card/cards', { value: 0 }, 400],
    ['POST /double-refund/purchases/999999999/refunds', { amount: 1 }, 404],
    ['POST /changed-order/carts/999999999/items', { price: 1 }, 404],
    ['GET /changed-order/carts/999999999', undefined, 404],
    ['POST /key-confusion/orders', { item: 'a lamp' }, 400],
    ['GET /key-confusion/orders', undefined, 401],
    ['POST /deadlock/moves', { from: 1, to: 1, quantity: 1 }, 400],
    ['POST /deadlock/moves', { from: 1, to: 3_000_000_000, quantity: 1 }, 400],
    ['POST /deadlock/moves', { from: 999_999_998, to: 999_999_999, quantity: 1 }, 404],
  ])('answers %s with %j by %i', async (line, json, status) => {
    expect((await client(urlOf(twin))(line, json)).status).toBe(status);
  });
});

describe('all at once, the mended twin', () => {
  it('moves money in a ring of accounts without loss, gain or deadlock', async () => {
    const ask = service('mended', 'transfer');
    const { json: bank } = await ask('POST /banks', { accounts: 3, balance: 100 });
    const accounts = bank['accounts'] as readonly number[];
    const answers = await together((member) =>
      ask('POST /transfers', { from: accounts[member % 3], to: accounts[(member + 1) % 3], amount: 5 }),
    );
    expect(statuses(answers)).toEqual({ 201: herd });
    // Of 20 transfers 7 leave the first two accounts and 6 the third.
    expect((await ask(`GET /banks/${bank.id}`)).json).toMatchObject({ total: 300, balances: [95, 100, 105] });
  });

  it('takes a gift card once', async () => {
    const ask = service('mended', 'gift-card');
    const { json: customer } = await ask('POST /customers');
    const { json: card } = await ask('POST /cards', { value: 50 });
    const answers = await together(() => ask(`POST /customers/${customer.id}/redemptions`, { code: card['code'] }));
    expect(statuses(answers)).toEqual({ 201: 1, 409: herd - 1 });
    expect((await ask(`GET /customers/${customer.id}`)).json['credit']).toBe(50);
  });

  it('grants the refunds that fit', async () => {
    const ask = service('mended', 'double-refund');
    const { json } = await ask('POST /purchases', { paid: 100 });
    const answers = await together(() => ask(`POST /purchases/${json.id}/refunds`, { amount: 40 }));
    expect(statuses(answers)).toEqual({ 201: 2, 409: herd - 2 });
  });

  it('is paid for everything that it delivers', async () => {
    const ask = service('mended', 'changed-order');
    const { json } = await ask('POST /carts');
    const answers = await together((member) =>
      member === herd / 2 ? ask(`POST /carts/${json.id}/payment`) : ask(`POST /carts/${json.id}/items`, { price: 5 }),
    );
    const payment = answers[herd / 2];
    expect(payment?.status).toBe(201);
    expect((await ask(`GET /carts/${json.id}`)).json).toMatchObject({
      paid: payment?.json['paid'],
      total: payment?.json['paid'],
    });
  });

  it('pays once for all repetitions of a key, and tells them all the same', async () => {
    const ask = service('mended', 'idempotency-key');
    const { json } = await ask('POST /payers', { balance: 100 });
    const answers = await together(() =>
      ask(`POST /payers/${json.id}/payments`, { amount: 10 }, { 'idempotency-key': 'herd' }),
    );
    expect(new Set(answers.map((answer) => answer.json.id)).size).toBe(1);
    expect((await ask(`GET /payers/${json.id}`)).json).toMatchObject({ balance: 90, payments: 1 });
  });

  it('makes a repetition pay whose forerunner failed', async () => {
    const ask = service('mended', 'idempotency-key');
    const { json } = await ask('POST /payers', { balance: 100 });
    const pay = (payer: number | undefined) =>
      ask(`POST /payers/${payer}/payments`, { amount: 10 }, { 'idempotency-key': 'second try' });
    expect((await pay(999_999_999)).status).toBe(404);
    expect((await pay(json.id)).status).toBe(201);
  });

  it('takes one of the orders that are sent with the same key', async () => {
    const ask = service('mended', 'key-confusion');
    const { json } = await ask('POST /shoppers', { name: 'grace' });
    const authorization = `Bearer ${String(json['token'])}`;
    const answers = await together((member) =>
      ask('POST /orders', { item: `item ${member}` }, { authorization, 'idempotency-key': '1' }),
    );
    expect(statuses(answers)).toEqual({ 201: 1, 422: herd - 1 });
  });

  it('shows every shopper their own order', async () => {
    const ask = service('mended', 'key-confusion');
    const shoppers = await together(
      async (member) => (await ask('POST /shoppers', { name: `shopper ${member}` })).json,
    );
    const answers = await together((member) =>
      ask(
        'POST /orders',
        { item: `item ${member}` },
        {
          authorization: `Bearer ${String(shoppers[member]?.['token'])}`,
          'idempotency-key': '1',
        },
      ),
    );
    expect(answers.map((answer) => answer.json)).toMatchObject(
      shoppers.map(({ name }, member) => ({ shopper: name, item: `item ${member}` })),
    );
  });

  it('makes every move between two shelves, in whatever direction', async () => {
    const ask = service('mended', 'deadlock');
    const [{ json: one }, { json: other }] = [
      await ask('POST /shelves', { quantity: 50 }),
      await ask('POST /shelves', { quantity: 50 }),
    ];
    const answers = await together((member) => {
      const [from, to] = member % 2 === 0 ? [one.id, other.id] : [other.id, one.id];
      return ask('POST /moves', { from, to, quantity: 1 });
    });
    expect(statuses(answers)).toEqual({ 201: herd });
    expect((await ask(`GET /shelves/${one.id}`)).json['quantity']).toBe(50);
  });
});
