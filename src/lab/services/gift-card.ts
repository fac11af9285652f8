import { z } from 'zod';
import { type Database, firstRow, type Id, insertedRow, requiredRow } from '../database/rows.ts';
import { inTransaction } from '../database/transaction.ts';
import { valid } from '../http/body.ts';
import type { Service } from '../service.ts';

const newCard = z.object({ value: z.int().min(1).max(1_000_000) });
const redemption = z.object({ code: z.uuid() });

/** The value of the card that is used up now; undefined when somebody has used it before. */
type Redeem = (client: Database, customer: string | undefined, code: string) => Promise<number | undefined>;

interface Card {
  readonly value: number;
  readonly redeemed_by: number | null;
}

const cardOf = 'SELECT value, redeemed_by FROM cards WHERE code = $1';

/** Check, then act: every request that looks before the first one commits finds the card unused. */
const redeemRacy: Redeem = async (client, customer, code) => {
  const { value, redeemed_by: redeemedBy } = await requiredRow<Card>(client, 'gift card', cardOf, [code]);
  if (redeemedBy !== null) return undefined;
  await client.query('UPDATE cards SET redeemed_by = $2 WHERE code = $1', [code, customer]);
  return value;
};

/** Who had to wait for the row evaluates the WHERE clause again, and finds the card used (PostgreSQL docs, 13.2.1). */
const redeemMended: Redeem = async (client, customer, code) => {
  const card = await firstRow<Card>(
    client,
    'UPDATE cards SET redeemed_by = $2 WHERE code = $1 AND redeemed_by IS NULL RETURNING value',
    [code, customer],
  );
  if (card === undefined) await requiredRow(client, 'gift card', cardOf, [code]);
  return card?.value;
};

/** Gift cards: each one is turned into credit once. */
export const giftCard: Service = {
  name: 'gift-card',
  title: 'Gift card used twice',
  harm: 'a card is cashed in as often as somebody clicks',
  bug: 'looks whether the card is used, then marks it: requests that look together all cash it in',
  cure: 'one UPDATE that marks the card only when it is unused, and tells whether it did',
  observe: 'the credit before and after, and the answers of the redemptions',
  watch: {
    'customers with more credit than their cards were worth':
      'SELECT count(*) FROM customers WHERE credit > (SELECT coalesce(sum(value), 0) FROM cards WHERE redeemed_by = customers.id)',
  },
  tables: () => `
    CREATE TABLE customers (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      credit integer NOT NULL DEFAULT 0
    );
    CREATE TABLE cards (
      code uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      value integer NOT NULL,
      redeemed_by integer REFERENCES customers
    )`,
  open: (twin, { pool }) => {
    const redeem = { racy: redeemRacy, mended: redeemMended }[twin];
    return {
      routes: {
        'POST /customers': async () => {
          const { id } = await insertedRow<Id>(pool, 'INSERT INTO customers DEFAULT VALUES RETURNING id', []);
          return { status: 201, json: { id, credit: 0 } };
        },
        'GET /customers/:id': async ({ params: { id } }) => ({
          status: 200,
          json: await requiredRow(pool, 'customer', 'SELECT id, credit FROM customers WHERE id = $1', [id]),
        }),
        'POST /cards': async ({ body }) => {
          const { value } = valid(newCard, body);
          return {
            status: 201,
            json: await insertedRow(pool, 'INSERT INTO cards (value) VALUES ($1) RETURNING code, value', [value]),
          };
        },
        'POST /customers/:id/redemptions': async ({ params: { id }, body }) => {
          const { code } = valid(redemption, body);
          return inTransaction(pool, async (client) => {
            await requiredRow(client, 'customer', 'SELECT id FROM customers WHERE id = $1', [id]);
            const value = await redeem(client, id, code);
            if (value === undefined) return { status: 409, json: { error: 'this card has been used' } };
            await client.query('UPDATE customers SET credit = credit + $2 WHERE id = $1', [id, value]);
            return { status: 201, json: { value } };
          });
        },
      },
    };
  },
};
