import { z } from 'zod';
import { type Database, firstRow, type Id, insertedRow, requiredRow } from '../database/rows.ts';
import { inTransaction } from '../database/transaction.ts';
import { valid } from '../http/body.ts';
import { HttpError } from '../http/http-error.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

const newShelves = z.object({ quantity: z.int().min(0).max(1_000_000) });
const move = z.object({ from: z.int32(), to: z.int32(), quantity: z.int().min(1).max(1_000_000) });

/** What happens before the two shelves of a move are changed. */
const begin: Readonly<Record<Twin, (client: Database, from: number, to: number) => Promise<void>>> = {
  // The arithmetic is safe: each UPDATE locks its row and computes in it. But two moves in opposite directions lock the same
  // rows in opposite orders and wait for each other, until PostgreSQL ends one of them with 40P01 (PostgreSQL docs, 13.3.4).
  racy: async () => undefined,
  // "The best defense against deadlocks": every move locks the lower id first (the same section).
  mended: async (client, from, to) => {
    await client.query('SELECT FROM shelves WHERE id IN ($1, $2) ORDER BY id FOR UPDATE', [from, to]);
  },
};

/** Goods that are moved between two shelves, in both directions at a time. */
export const deadlock: Service = {
  name: 'deadlock',
  title: 'Deadlock under contention',
  harm: 'requests that have nothing wrong with them fail',
  bug: 'locks the two rows in the order of the request: opposite moves wait for each other, and one of them fails',
  cure: 'locks both rows in the order of their ids before it changes either',
  observe: '5xx, resets and timeouts; the stock before and after',
  tables: () => `
    CREATE TABLE shelves (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      quantity integer NOT NULL CHECK (quantity >= 0)
    )`,
  open: (twin, { pool }) => ({
    routes: {
      'POST /shelves': async ({ body }) => {
        const { quantity } = valid(newShelves, body);
        const { id } = await insertedRow<Id>(pool, 'INSERT INTO shelves (quantity) VALUES ($1) RETURNING id', [
          quantity,
        ]);
        return { status: 201, json: { id, quantity } };
      },
      'GET /shelves/:id': async ({ params: { id } }) => ({
        status: 200,
        json: await requiredRow(pool, 'shelf', 'SELECT id, quantity FROM shelves WHERE id = $1', [id]),
      }),
      'POST /moves': async ({ body }) => {
        const { from, to, quantity } = valid(move, body);
        if (from === to) throw new HttpError(400, 'from and to are the same shelf');
        return inTransaction(pool, async (client) => {
          await begin[twin](client, from, to);
          const taken = await firstRow(
            client,
            'UPDATE shelves SET quantity = quantity - $2 WHERE id = $1 AND quantity >= $2 RETURNING id',
            [from, quantity],
          );
          if (taken === undefined) {
            await requiredRow(client, 'shelf', 'SELECT id FROM shelves WHERE id = $1', [from]);
            return { status: 409, json: { error: 'there are fewer on the shelf' } };
          }
          await requiredRow(client, 'shelf', 'UPDATE shelves SET quantity = quantity + $2 WHERE id = $1 RETURNING id', [
            to,
            quantity,
          ]);
          return { status: 201, json: { from, to, quantity } };
        });
      },
    },
  }),
};
