import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { inTransaction } from '../database/transaction.ts';
import { valid } from '../http/body.ts';
import { notFound } from '../http/http-error.ts';
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
  const { rows } = await client.query<{ capacity: number; stock: number }>(
    'SELECT capacity, stock FROM events WHERE id = $1',
    [event],
  );
  const [found] = rows;
  if (found === undefined) throw notFound('event');
  if (found.stock <= 0) return undefined;
  await client.query('UPDATE events SET stock = stock - 1 WHERE id = $1', [event]);
  return found.capacity - found.stock + 1;
};

/**
 * The check is part of the act: an UPDATE that had to wait for another one evaluates its WHERE clause again on the new row
 * (PostgreSQL docs, 13.2.1), so that the row comes back only to those who really took a ticket.
 */
const takeMended: Take = async (client, event) => {
  const { rows } = await client.query<{ ticket: number }>(
    'UPDATE events SET stock = stock - 1 WHERE id = $1 AND stock > 0 RETURNING capacity - stock AS ticket',
    [event],
  );
  const [taken] = rows;
  if (taken !== undefined) return taken.ticket;
  const { rowCount } = await client.query('SELECT FROM events WHERE id = $1', [event]);
  if (rowCount === 0) throw notFound('event');
  return undefined;
};

/** A ticket sale: never more tickets than there are, and no ticket twice. */
export const tickets: Service = {
  name: 'tickets',
  bug: 'reads the stock, checks it, then deducts: many buyers pass the same check',
  cure: 'one conditional UPDATE that gives back the row only to those who got a ticket',
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
  open: (twin, pool) => {
    const take = { racy: takeRacy, mended: takeMended }[twin];
    return {
      routes: {
        'POST /events': async ({ body }) => {
          const { stock } = valid(newEvent, body);
          const { rows } = await pool.query<{ id: number }>(
            'INSERT INTO events (capacity, stock) VALUES ($1, $1) RETURNING id',
            [stock],
          );
          return { status: 201, json: { id: rows[0]?.id ?? null } };
        },
        'GET /events/:id': async ({ params: { id } }) => ({ status: 200, json: await books(pool, id) }),
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

async function books(pool: Pool, event: string | undefined): Promise<{ id: number; stock: number; sold: number }> {
  const { rows } = await pool.query<{ id: number; stock: number; sold: number }>(
    `SELECT id, stock, (SELECT count(*)::integer FROM tickets WHERE event = events.id) AS sold
     FROM events WHERE id = $1`,
    [event],
  );
  const [found] = rows;
  if (found === undefined) throw notFound('event');
  return found;
}
