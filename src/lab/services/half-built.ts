import type { Pool } from 'pg';
import { z } from 'zod';
import { type Database, firstRow, type Id, insertedRow } from '../database/rows.ts';
import { inTransaction } from '../database/transaction.ts';
import { valid } from '../http/body.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

const newOrder = z.object({
  customer: z.int().min(1),
  lines: z
    .array(z.object({ sku: z.string().min(1), price: z.int().min(0) }))
    .min(1)
    .max(50),
});
type NewOrder = z.output<typeof newOrder>;

/** Runs the statements that make one order. */
type Creation = <T>(pool: Pool, work: (database: Database) => Promise<T>) => Promise<T>;

const creations: Readonly<Record<Twin, Creation>> = {
  /** Each statement is a transaction of its own: whoever reads in between sees an order without lines, or without its total. */
  racy: (pool, work) => work(pool),
  /** In one transaction, others see all of it or nothing (PostgreSQL docs, 3.4 and 13.2.1). */
  mended: (pool, work) => inTransaction(pool, work),
};

/** Orders with their lines. */
export const halfBuilt: Service = {
  name: 'half-built',
  title: 'Half-built object readable',
  harm: 'an order is read before it has lines or a total: it is shipped empty, or charged nothing',
  bug: 'the order, its lines and its total are written one after the other, each for itself',
  cure: 'one transaction for all of it',
  observe: 'what readers see while objects are being made: fields that are missing, parts that are too few',
  watch: { 'orders that are half there at this moment': 'SELECT count(*) FROM placed_orders WHERE total IS NULL' },
  tables: () => `
    CREATE TABLE order_customers (id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY);
    CREATE TABLE placed_orders (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      customer integer NOT NULL REFERENCES order_customers,
      total integer
    );
    CREATE INDEX ON placed_orders (customer);
    CREATE TABLE order_lines (
      "order" integer NOT NULL REFERENCES placed_orders,
      sku text NOT NULL,
      price integer NOT NULL
    );
    CREATE INDEX ON order_lines ("order")`,
  open: (twin, { pool }) => ({
    routes: {
      'POST /customers': async () => {
        const { id } = await insertedRow<Id>(pool, 'INSERT INTO order_customers DEFAULT VALUES RETURNING id', []);
        return { status: 201, json: { id } };
      },
      'POST /orders': async ({ body }) => {
        const order = valid(newOrder, body);
        return { status: 201, json: { id: await creations[twin](pool, (database) => create(database, order)) } };
      },
      'GET /customers/:id/newest-order': async ({ params: { id: customer } }) => {
        const order = await firstRow(
          pool,
          `SELECT id, total, (SELECT count(*)::integer FROM order_lines WHERE "order" = placed_orders.id) AS lines
           FROM placed_orders WHERE customer = $1 ORDER BY id DESC LIMIT 1`,
          [customer],
        );
        return order === undefined ? { status: 404, json: { error: 'no orders yet' } } : { status: 200, json: order };
      },
    },
  }),
};

async function create(database: Database, { customer, lines }: NewOrder): Promise<number> {
  const { id } = await insertedRow<Id>(database, 'INSERT INTO placed_orders (customer) VALUES ($1) RETURNING id', [
    customer,
  ]);
  for (const { sku, price } of lines) {
    await database.query('INSERT INTO order_lines ("order", sku, price) VALUES ($1, $2, $3)', [id, sku, price]);
  }
  await database.query(
    'UPDATE placed_orders SET total = (SELECT sum(price) FROM order_lines WHERE "order" = placed_orders.id) WHERE id = $1',
    [id],
  );
  return id;
}
