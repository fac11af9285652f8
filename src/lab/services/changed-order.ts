import { z } from 'zod';
import { type Database, insertedRow, requiredRow } from '../database/rows.ts';
import { inTransaction } from '../database/transaction.ts';
import { valid } from '../http/body.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

const newItem = z.object({ price: z.int().min(1).max(1_000_000) });

const readCart: Readonly<Record<Twin, string>> = {
  // An item may come in after the prices were added up and before the cart says that it is paid.
  racy: 'SELECT paid FROM carts WHERE id = $1',
  // Whoever pays and whoever adds meet on the cart, one at a time (PostgreSQL docs, 13.3.2). What follows are statements of
  // their own: they see what the one that held the lock before has committed (13.2.1).
  mended: 'SELECT paid FROM carts WHERE id = $1 FOR UPDATE',
};

/** Carts that are filled, then paid: what was paid is what is delivered. */
export const changedOrder: Service = {
  name: 'changed-order',
  title: 'Order changed while it is paid',
  harm: 'an item is delivered that nobody has paid for',
  bug: 'looks whether the cart is paid, then adds an item: the payment may add up the prices in between',
  cure: 'SELECT ... FOR UPDATE on the cart, in both requests',
  observe: 'what was paid, and the sum of what is in the cart afterwards',
  watch: {
    'paid carts that hold more than was paid':
      'SELECT count(*) FROM carts WHERE paid < (SELECT sum(price) FROM cart_items WHERE cart = carts.id)',
  },
  tables: () => `
    CREATE TABLE carts (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      paid integer
    );
    CREATE TABLE cart_items (
      cart integer NOT NULL REFERENCES carts,
      price integer NOT NULL
    );
    CREATE INDEX ON cart_items (cart)`,
  open: (twin, { pool }) => ({
    routes: {
      'POST /carts': async () => ({
        status: 201,
        json: await insertedRow(pool, 'INSERT INTO carts DEFAULT VALUES RETURNING id', []),
      }),
      'GET /carts/:id': async ({ params: { id } }) => ({
        status: 200,
        json: await requiredRow(
          pool,
          'cart',
          `SELECT id, paid, (SELECT coalesce(sum(price), 0)::integer FROM cart_items WHERE cart = carts.id) AS total
           FROM carts WHERE id = $1`,
          [id],
        ),
      }),
      'POST /carts/:id/items': async ({ params: { id }, body }) => {
        const { price } = valid(newItem, body);
        return inTransaction(pool, async (client) => {
          if (await isPaid(client, readCart[twin], id)) return paidBefore;
          await client.query('INSERT INTO cart_items (cart, price) VALUES ($1, $2)', [id, price]);
          return { status: 201, json: { price } };
        });
      },
      'POST /carts/:id/payment': async ({ params: { id } }) =>
        inTransaction(pool, async (client) => {
          if (await isPaid(client, readCart[twin], id)) return paidBefore;
          const paid = await totalOf(client, id);
          await client.query('UPDATE carts SET paid = $2 WHERE id = $1', [id, paid]);
          return { status: 201, json: { paid } };
        }),
    },
  }),
};

const paidBefore = { status: 409, json: { error: 'this cart is paid' } };

async function isPaid(client: Database, query: string, cart: string | undefined): Promise<boolean> {
  const { paid } = await requiredRow<{ paid: number | null }>(client, 'cart', query, [cart]);
  return paid !== null;
}

async function totalOf(database: Database, cart: string | undefined): Promise<number> {
  const { total } = await requiredRow<{ total: number }>(
    database,
    'cart',
    'SELECT coalesce(sum(price), 0)::integer AS total FROM cart_items WHERE cart = $1',
    [cart],
  );
  return total;
}
