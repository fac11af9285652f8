import type { Pool } from 'pg';
import { z } from 'zod';
import { firstRow, type Id, insertedRow, requiredRow } from '../database/rows.ts';
import { valid } from '../http/body.ts';
import { HttpError, reusedKey } from '../http/http-error.ts';
import { bearerToken, requiredHeader } from '../http/required-header.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

const newShopper = z.object({ name: z.string().min(1) });
const newOrder = z.object({ item: z.string().min(1) });

interface Shopper extends Id {
  readonly name: string;
}

interface Order extends Id {
  readonly item: string;
}

/** Under what an order is known while it is being placed. */
const placeOf: Readonly<Record<Twin, (shopper: Shopper, key: string, item: string) => string>> = {
  // The database keeps the keys of two shoppers apart, and what they were sent with; this map does neither: who comes while an
  // order with the same key is under way gets the answer to that one.
  racy: (_, key) => key,
  // A key belongs to whom it was sent by, and to what it was sent with: IETF draft "The Idempotency-Key HTTP Header Field",
  // "Security Considerations" and "Idempotency Fingerprint".
  mended: ({ id }, key, item) => JSON.stringify([id, key, item]),
};

/** Orders with an idempotency key; repetitions that come while the order is being placed share its answer. */
export const keyConfusion: Service = {
  name: 'key-confusion',
  title: 'Idempotency key of somebody else',
  harm: 'somebody is shown the order of somebody else, and their own is swallowed',
  bug: 'joins requests with the same idempotency key while they are under way, whoever sent them and whatever is in them',
  cure: 'only requests with the same key, of the same customer and with the same content are joined',
  observe: 'whose order each answer names, and the orders of both customers',
  tables: () => `
    CREATE TABLE shoppers (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      token uuid UNIQUE DEFAULT gen_random_uuid(),
      name text NOT NULL
    );
    CREATE TABLE orders (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      shopper integer NOT NULL REFERENCES shoppers,
      key text NOT NULL,
      item text NOT NULL,
      UNIQUE (shopper, key)
    )`,
  open: (twin, { pool }) => {
    const underWay = new Map<string, Promise<Placed>>();
    const joined = (place: string, order: () => Promise<Placed>): Promise<Placed> => {
      const known = underWay.get(place);
      if (known !== undefined) return known;
      const mine = order().finally(() => underWay.delete(place));
      underWay.set(place, mine);
      return mine;
    };
    return {
      routes: {
        'POST /shoppers': async ({ body }) => {
          const { name } = valid(newShopper, body);
          return {
            status: 201,
            json: await insertedRow(pool, 'INSERT INTO shoppers (name) VALUES ($1) RETURNING id, name, token', [name]),
          };
        },
        'GET /orders': async ({ headers }) => {
          const { id, name } = await shopperOf(pool, bearerToken(headers));
          const { rows } = await pool.query<{ item: string }>(
            'SELECT item FROM orders WHERE shopper = $1 ORDER BY id',
            [id],
          );
          return { status: 200, json: { shopper: name, items: rows.map(({ item }) => item) } };
        },
        'POST /orders': async ({ headers, body }) => {
          const { item } = valid(newOrder, body);
          const key = requiredHeader(headers, 'idempotency-key');
          const shopper = await shopperOf(pool, bearerToken(headers));
          return joined(placeOf[twin](shopper, key, item), () => place(pool, shopper, key, item));
        },
      },
    };
  },
};

interface Placed {
  readonly status: number;
  readonly json: { readonly id: number; readonly shopper: string; readonly item: string };
}

async function shopperOf(pool: Pool, token: string): Promise<Shopper> {
  const shopper = z.uuid().safeParse(token).success
    ? await firstRow<Shopper>(pool, 'SELECT id, name FROM shoppers WHERE token = $1', [token])
    : undefined;
  if (shopper === undefined) throw new HttpError(401, 'nobody has this token');
  return shopper;
}

/** One order for a shopper's key, also when another instance places it at this moment. 422 when the key stands for another one. */
async function place(pool: Pool, shopper: Shopper, key: string, item: string): Promise<Placed> {
  const placed = await firstRow<Order>(
    pool,
    'INSERT INTO orders (shopper, key, item) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING id, item',
    [shopper.id, key, item],
  );
  const order = placed ?? (await repeated(pool, shopper, key));
  if (order.item !== item) throw reusedKey();
  return { status: 201, json: { id: order.id, shopper: shopper.name, item: order.item } };
}

function repeated(pool: Pool, { id }: Shopper, key: string): Promise<Order> {
  return requiredRow<Order>(pool, 'order', 'SELECT id, item FROM orders WHERE shopper = $1 AND key = $2', [id, key]);
}
