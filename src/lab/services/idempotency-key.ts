import type { PoolClient } from 'pg';
import { z } from 'zod';
import { type Database, firstRow, type Id, insertedRow, requiredRow } from '../database/rows.ts';
import { inTransaction } from '../database/transaction.ts';
import { valid } from '../http/body.ts';
import { HttpError, reusedKey } from '../http/http-error.ts';
import { requiredHeader } from '../http/required-header.ts';
import type { Service } from '../service.ts';

const newAccount = z.object({ balance: z.int().min(0).max(1_000_000_000) });
const payment = z.object({ amount: z.int().min(1).max(1_000_000) });

interface Order {
  readonly account: string | undefined;
  readonly key: string;
  readonly amount: number;
}

/** The id of the payment that the key stands for: a new one, or the one that was made before. 422 when that was another one. */
type Pay = (client: PoolClient, order: Order) => Promise<number>;

/** A key whose payment is still under way is not there yet: each repetition pays. */
const payRacy: Pay = async (client, order) => {
  const known = await paymentOf(client, order);
  if (known !== undefined) return known;
  const id = await charge(client, order);
  await client.query('INSERT INTO idempotency_keys (payer, key, payment) VALUES ($1, $2, $3)', [
    order.account,
    order.key,
    id,
  ]);
  return id;
};

/**
 * The key is taken before anything else happens, in the transaction that pays. A repetition waits in its INSERT until that
 * transaction has ended (PostgreSQL docs, INSERT, ON CONFLICT), and then finds its payment; or, after a rollback, pays itself.
 * The header: IETF draft "The Idempotency-Key HTTP Header Field", "Idempotency Enforcement Scenarios".
 */
const payMended: Pay = async (client, order) => {
  const mine = await firstRow(
    client,
    'INSERT INTO idempotency_keys (payer, key) SELECT id, $2 FROM payers WHERE id = $1 ON CONFLICT DO NOTHING RETURNING key',
    [order.account, order.key],
  );
  const known = mine === undefined ? await paymentOf(client, order) : undefined;
  if (known !== undefined) return known;
  const id = await charge(client, order);
  await client.query('UPDATE idempotency_keys SET payment = $3 WHERE payer = $1 AND key = $2', [
    order.account,
    order.key,
    id,
  ]);
  return id;
};

/** Payments with an idempotency key: however often a client repeats a request, the money goes once. */
export const idempotencyKey: Service = {
  name: 'idempotency-key',
  title: 'Idempotency key ignored',
  harm: 'a repeated request pays again',
  bug: 'stores the idempotency key when the work is done: a repetition that comes before pays again',
  cure: 'INSERT ... ON CONFLICT takes the key first, and makes repetitions wait for the answer',
  observe: 'the number of payments and the balance, before and after; which payment each answer names',
  watch: {
    'keys that have paid more than once':
      'SELECT count(*) FROM (SELECT FROM idempotency_keys GROUP BY payer, key HAVING count(*) > 1) AS repeated',
  },
  tables: (twin) => `
    CREATE TABLE payers (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      balance integer NOT NULL CHECK (balance >= 0)
    );
    CREATE TABLE payments (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      payer integer NOT NULL REFERENCES payers,
      amount integer NOT NULL
    );
    CREATE INDEX ON payments (payer);
    CREATE TABLE idempotency_keys (
      payer integer NOT NULL REFERENCES payers,
      key text NOT NULL,
      payment integer REFERENCES payments
    );
    CREATE ${twin === 'mended' ? 'UNIQUE ' : ''}INDEX ON idempotency_keys (payer, key)`,
  open: (twin, { pool }) => {
    const pay = { racy: payRacy, mended: payMended }[twin];
    return {
      routes: {
        'POST /payers': async ({ body }) => {
          const { balance } = valid(newAccount, body);
          const { id } = await insertedRow<Id>(pool, 'INSERT INTO payers (balance) VALUES ($1) RETURNING id', [
            balance,
          ]);
          return { status: 201, json: { id, balance } };
        },
        'GET /payers/:id': async ({ params: { id } }) => ({
          status: 200,
          json: await requiredRow(
            pool,
            'payer',
            `SELECT id, balance, (SELECT count(*)::integer FROM payments WHERE payer = payers.id) AS payments
             FROM payers WHERE id = $1`,
            [id],
          ),
        }),
        'POST /payers/:id/payments': async ({ params: { id: account }, headers, body }) => {
          const { amount } = valid(payment, body);
          const key = requiredHeader(headers, 'idempotency-key');
          const id = await inTransaction(pool, (client) => pay(client, { account, key, amount }));
          return { status: 201, json: { id, amount } };
        },
      },
    };
  },
};

/**
 * A key is good for its payer only (`key-confusion`), and for what it was first sent with: the amount is all that the body has, so the
 * payment is its own fingerprint (the same draft, "Idempotency Fingerprint").
 */
async function paymentOf(client: Database, { account, key, amount }: Order): Promise<number | undefined> {
  const known = await firstRow<Id & { amount: number }>(
    client,
    `SELECT payments.id, payments.amount FROM idempotency_keys JOIN payments ON payments.id = payment
     WHERE idempotency_keys.payer = $1 AND key = $2`,
    [account, key],
  );
  if (known !== undefined && known.amount !== amount) throw reusedKey();
  return known?.id;
}

async function charge(client: Database, { account, amount }: Order): Promise<number> {
  const paid = await firstRow(
    client,
    'UPDATE payers SET balance = balance - $2 WHERE id = $1 AND balance >= $2 RETURNING id',
    [account, amount],
  );
  if (paid === undefined) {
    await requiredRow(client, 'payer', 'SELECT id FROM payers WHERE id = $1', [account]);
    throw new HttpError(409, 'insufficient funds');
  }
  const { id } = await insertedRow<Id>(client, 'INSERT INTO payments (payer, amount) VALUES ($1, $2) RETURNING id', [
    account,
    amount,
  ]);
  return id;
}
