import { z } from 'zod';
import { type Id, insertedRow, requiredRow } from '../database/rows.ts';
import { inTransaction } from '../database/transaction.ts';
import { valid } from '../http/body.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

const newPurchase = z.object({ paid: z.int().min(1).max(1_000_000) });
const refund = z.object({ amount: z.int().min(1).max(1_000_000) });

const readPaid: Readonly<Record<Twin, string>> = {
  // Each refund adds up those that are committed, and none of them sees the others.
  racy: 'SELECT paid FROM purchases WHERE id = $1',
  // There is no row yet that two refunds could both change, so they meet on the purchase (PostgreSQL docs, 13.3.2). The sum
  // is a statement of its own: it sees what the one that held the lock before has committed (13.2.1).
  mended: 'SELECT paid FROM purchases WHERE id = $1 FOR UPDATE',
};

/** Refunds: never more than was paid. */
export const doubleRefund: Service = {
  name: 'double-refund',
  title: 'Double refund',
  harm: 'the shop gives back more than it got',
  bug: 'adds up the refunds so far, then inserts one more: refunds that add up together are all granted',
  cure: 'SELECT ... FOR UPDATE on the purchase: one refund of it at a time',
  observe: 'the refunds of the purchase, before and after, and what was paid',
  watch: {
    'purchases refunded beyond their price':
      'SELECT count(*) FROM purchases WHERE paid < (SELECT sum(amount) FROM refunds WHERE purchase = purchases.id)',
  },
  tables: () => `
    CREATE TABLE purchases (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      paid integer NOT NULL
    );
    CREATE TABLE refunds (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      purchase integer NOT NULL REFERENCES purchases,
      amount integer NOT NULL
    );
    CREATE INDEX ON refunds (purchase)`,
  open: (twin, { pool }) => ({
    routes: {
      'POST /purchases': async ({ body }) => {
        const { paid } = valid(newPurchase, body);
        const { id } = await insertedRow<Id>(pool, 'INSERT INTO purchases (paid) VALUES ($1) RETURNING id', [paid]);
        return { status: 201, json: { id, paid } };
      },
      'GET /purchases/:id': async ({ params: { id } }) => ({
        status: 200,
        json: await requiredRow(
          pool,
          'purchase',
          `SELECT id, paid,
             (SELECT coalesce(sum(amount), 0)::integer FROM refunds WHERE purchase = purchases.id) AS refunded,
             (SELECT coalesce(json_agg(json_build_object('id', refunds.id, 'amount', amount) ORDER BY refunds.id), '[]')
              FROM refunds WHERE purchase = purchases.id) AS refunds
           FROM purchases WHERE id = $1`,
          [id],
        ),
      }),
      'POST /purchases/:id/refunds': async ({ params: { id }, body }) => {
        const { amount } = valid(refund, body);
        return inTransaction(pool, async (client) => {
          const { paid } = await requiredRow<{ paid: number }>(client, 'purchase', readPaid[twin], [id]);
          const { refunded } = await requiredRow<{ refunded: number }>(
            client,
            'purchase',
            'SELECT coalesce(sum(amount), 0)::integer AS refunded FROM refunds WHERE purchase = $1',
            [id],
          );
          if (refunded + amount > paid) return { status: 409, json: { error: 'more than was paid' } };
          return {
            status: 201,
            json: await insertedRow(
              client,
              'INSERT INTO refunds (purchase, amount) VALUES ($1, $2) RETURNING id, amount',
              [id, amount],
            ),
          };
        });
      },
    },
  }),
};
