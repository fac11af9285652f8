import type { PoolClient } from 'pg';
import { z } from 'zod';
import { firstRow, type Id, insertedRow, requiredRow } from '../database/rows.ts';
import { inTransaction } from '../database/transaction.ts';
import { valid } from '../http/body.ts';
import type { Service } from '../service.ts';

const newEvent = z.object({ stock: z.int().min(0).max(1_000_000) });
const purchase = z.object({ buyer: z.string().min(1) });

/** The number of the ticket that is taken from the stock, counted from 1; undefined when the event is sold out. */
type Take = (client: PoolClient, event: string | undefined) => Promise<number | undefined>;

/**
 * Check, then act. The transaction does not help: in Read Committed (PostgreSQL docs, 13.2.1) many of them may read the same
 * stock before the first one changes it.
 */
const takeRacy: Take = async (client, event) => {
  const { capacity, stock } = await requiredRow<{ capacity: number; stock: number }>(
    client,
    'event',
    'SELECT capacity, stock FROM events WHERE id = $1',
    [event],
  );
  if (stock <= 0) return undefined;
  await client.query('UPDATE events SET stock = stock - 1 WHERE id = $1', [event]);
  return capacity - stock + 1;
};

/**
 * The check is part of the act: an UPDATE that had to wait for another one evaluates its WHERE clause again on the new row
 * (PostgreSQL docs, 13.2.1), so that the row comes back only to those who really took a ticket.
 */
const takeMended: Take = async (client, event) => {
  const taken = await firstRow<{ ticket: number }>(
    client,
    'UPDATE events SET stock = stock - 1 WHERE id = $1 AND stock > 0 RETURNING capacity - stock AS ticket',
    [event],
  );
  if (taken === undefined) await requiredRow(client, 'event', 'SELECT id FROM events WHERE id = $1', [event]);
  return taken?.ticket;
};

const books = `
  SELECT id, stock, (SELECT count(*)::integer FROM tickets WHERE event = events.id) AS sold
  FROM events WHERE id = $1`;

/** A ticket sale: never more tickets than there are, and no ticket twice. */
export const oversell: Service = {
  name: 'oversell',
  title: 'Oversold stock',
  harm: 'more people are told "yours" than there are tickets',
  bug: 'reads the stock, checks it, then deducts: many buyers pass the same check',
  cure: 'one conditional UPDATE that gives back the row only to those who got a ticket',
  observe: 'the stock and the number of sales, before and after; who was told "sold", who "sold out"',
  watch: {
    'oversold events':
      'SELECT count(*) FROM events WHERE stock < 0 OR capacity < (SELECT count(*) FROM tickets WHERE event = events.id)',
  },
  tables: () => `
    CREATE TABLE events (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      capacity integer NOT NULL,
      stock integer NOT NULL
    );
    CREATE TABLE tickets (
      event integer NOT NULL REFERENCES events,
      number integer NOT NULL,
      buyer text NOT NULL
    );
    CREATE INDEX ON tickets (event)`,
  open: (twin, { pool }) => {
    const take = { racy: takeRacy, mended: takeMended }[twin];
    return {
      routes: {
        'POST /events': async ({ body }) => {
          const { stock } = valid(newEvent, body);
          const { id } = await insertedRow<Id>(
            pool,
            'INSERT INTO events (capacity, stock) VALUES ($1, $1) RETURNING id',
            [stock],
          );
          return { status: 201, json: { id } };
        },
        'GET /events/:id': async ({ params: { id } }) => ({
          status: 200,
          json: await requiredRow(pool, 'event', books, [id]),
        }),
        'POST /events/:id/purchases': async ({ params: { id }, body }) => {
          const { buyer } = valid(purchase, body);
          const ticket = await inTransaction(pool, async (client) => {
            const number = await take(client, id);
            if (number !== undefined) {
              await client.query('INSERT INTO tickets (event, number, buyer) VALUES ($1, $2, $3)', [id, number, buyer]);
            }
            return number;
          });
          return ticket === undefined
            ? { status: 409, json: { error: 'sold out' } }
            : { status: 201, json: { ticket, buyer } };
        },
      },
    };
  },
};
