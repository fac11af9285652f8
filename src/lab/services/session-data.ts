import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { z } from 'zod';
import { requiredRow } from '../database/rows.ts';
import { valid } from '../http/body.ts';
import { HttpError } from '../http/http-error.ts';
import type { LabRequest } from '../http/router.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

const newItem = z.object({ sku: z.string().min(1).max(40) });

/** What the session store keeps as one JSON document. */
interface SessionData {
  readonly cart: readonly string[];
}

const store = 'INSERT INTO web_sessions (id, data) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET data = excluded.data';

/** Puts an item into the cart of a session, and tells how many it has now. */
type Add = (pool: Pool, session: string, sku: string) => Promise<number>;

/**
 * The document is loaded at the start of a request and stored at its end, as session stores do it, whether it is there or not: what
 * another request stored in between is gone, and a session that ended in between is back.
 */
const addRacy: Add = async (pool, session, sku) => {
  const data = await load(pool, session);
  const cart = [...data.cart, sku];
  await pool.query(store, [session, JSON.stringify({ ...data, cart })]);
  return cart.length;
};

/**
 * Only the change is sent, and the row's own newest document gets it (PostgreSQL docs, 9.16, jsonb_insert; 13.2.1); where there is no
 * row any more, nothing does.
 */
const addMended: Add = async (pool, session, sku) => {
  const { items } = await requiredRow<{ items: number }>(
    pool,
    'session',
    `UPDATE web_sessions SET data = jsonb_insert(data, '{cart,-1}', to_jsonb($2::text), true) WHERE id = $1
     RETURNING jsonb_array_length(data->'cart') AS items`,
    [session, sku],
  );
  return items;
};

const adds: Readonly<Record<Twin, Add>> = { racy: addRacy, mended: addMended };

/** A shopping cart in the session. */
export const sessionData: Service = {
  name: 'session-data',
  title: 'Session data lost between parallel requests',
  harm: 'what one of two requests of a page put into the session is gone, or a session that was ended is open again',
  bug: 'the session is loaded whole at the start of a request and stored whole at its end',
  cure: 'store the change alone, applied by the database to the newest data',
  observe:
    'what is in the session afterwards, and which requests were told that theirs is in it; whether the cookie of an ended session is still good',
  tables: () => `CREATE TABLE web_sessions (id uuid PRIMARY KEY, data jsonb NOT NULL)`,
  open: (twin, { pool }) => ({
    routes: {
      'POST /sessions': async () => {
        const id = randomUUID();
        const empty: SessionData = { cart: [] };
        await pool.query(store, [id, JSON.stringify(empty)]);
        return { status: 201, headers: { 'set-cookie': `session=${id}; HttpOnly; SameSite=Lax; Path=/` }, json: {} };
      },
      'DELETE /sessions': async (request) => {
        await requiredRow(pool, 'session', 'DELETE FROM web_sessions WHERE id = $1 RETURNING id', [sessionOf(request)]);
        return { status: 200, headers: { 'set-cookie': 'session=; Max-Age=0; Path=/' }, json: {} };
      },
      'POST /cart': async (request) => {
        const { sku } = valid(newItem, request.body);
        return { status: 201, json: { items: await adds[twin](pool, sessionOf(request), sku) } };
      },
      'GET /cart': async (request) => {
        const { cart } = await load(pool, sessionOf(request));
        return { status: 200, json: { cart: [...cart], items: cart.length } };
      },
    },
  }),
};

function sessionOf({ headers: { cookie = '' } }: LabRequest): string {
  const session = /(?:^|;\s*)session=([0-9a-f-]{36})(?:;|$)/.exec(cookie)?.[1];
  if (session === undefined) throw new HttpError(401, 'no session; POST /sessions gives one');
  return session;
}

async function load(pool: Pool, session: string): Promise<SessionData> {
  const { data } = await requiredRow<{ data: SessionData }>(
    pool,
    'session',
    'SELECT data FROM web_sessions WHERE id = $1',
    [session],
  );
  return data;
}
