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

/** Puts an item into the cart of a session, and tells how many it has now. */
type Add = (pool: Pool, session: string, sku: string) => Promise<number>;

/** The document is loaded at the start of a request and stored at its end: what another one stored in between is gone. */
const addRacy: Add = async (pool, session, sku) => {
  const data = await load(pool, session);
  const cart = [...data.cart, sku];
  await pool.query('UPDATE web_sessions SET data = $2 WHERE id = $1', [session, JSON.stringify({ ...data, cart })]);
  return cart.length;
};

/** Only the change is sent, and the row's own newest document gets it (PostgreSQL docs, 9.16, jsonb_insert; 13.2.1). */
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
  harm: 'a page sends two requests at once, and what one of them put into the session is gone',
  bug: 'the session is loaded whole at the start of a request and stored whole at its end',
  cure: 'store the change alone, applied by the database to the newest data',
  observe: 'what is in the session afterwards, and which requests were told that theirs is in it',
  tables: () => `CREATE TABLE web_sessions (id uuid PRIMARY KEY, data jsonb NOT NULL)`,
  open: (twin, { pool }) => ({
    routes: {
      'POST /sessions': async () => {
        const id = randomUUID();
        const empty: SessionData = { cart: [] };
        await pool.query('INSERT INTO web_sessions (id, data) VALUES ($1, $2)', [id, JSON.stringify(empty)]);
        return { status: 201, headers: { 'set-cookie': `session=${id}; HttpOnly; SameSite=Lax; Path=/` }, json: {} };
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
