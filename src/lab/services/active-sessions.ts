import { type Database, firstRow, type Id, insertedRow, requiredRow } from '../database/rows.ts';
import { inTransaction } from '../database/transaction.ts';
import { notFound } from '../http/http-error.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

interface Session extends Readonly<Record<string, number>> {
  readonly tenant: number;
}

/** Ends a session; the tenant whose it was, undefined when it has ended already. */
type End = (database: Database, session: string | undefined) => Promise<number | undefined>;

/** Several requests find the session before the first of them has deleted it, and all of them count it down. */
const endRacy: End = async (database, session) => {
  const found = await firstRow<Session>(database, 'SELECT tenant FROM sessions WHERE id = $1', [session]);
  if (found === undefined) return undefined;
  await database.query('DELETE FROM sessions WHERE id = $1', [session]);
  return found.tenant;
};

/** The DELETE itself tells who ended it: only one of them gets the row back (PostgreSQL docs, 13.2.1; DELETE, RETURNING). */
const endMended: End = async (database, session) => {
  const ended = await firstRow<Session>(database, 'DELETE FROM sessions WHERE id = $1 RETURNING tenant', [session]);
  return ended?.tenant;
};

const ends: Readonly<Record<Twin, End>> = { racy: endRacy, mended: endMended };

/** Sessions, and a counter of those that are active. */
export const activeSessions: Service = {
  name: 'active-sessions',
  title: 'Counter drift of active sessions',
  harm: 'the counter of active sessions drifts from what there is: seats are sold that are taken, or refused that are free',
  bug: 'looks for the session, deletes it, then counts down: two log-outs of one session count it down twice',
  cure: 'count down only what the DELETE itself gave back',
  observe: 'the counter, beside the number of sessions that are listed',
  watch: {
    'tenants with a wrong counter':
      'SELECT count(*) FROM tenants WHERE active <> (SELECT count(*) FROM sessions WHERE tenant = tenants.id)',
  },
  tables: () => `
    CREATE TABLE tenants (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      active integer NOT NULL DEFAULT 0
    );
    CREATE TABLE sessions (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      tenant integer NOT NULL REFERENCES tenants
    );
    CREATE INDEX ON sessions (tenant)`,
  open: (twin, { pool }) => ({
    routes: {
      'POST /tenants': async () => {
        const { id } = await insertedRow<Id>(pool, 'INSERT INTO tenants DEFAULT VALUES RETURNING id', []);
        return { status: 201, json: { id } };
      },
      'GET /tenants/:id': async ({ params: { id } }) => ({
        status: 200,
        json: await requiredRow(
          pool,
          'tenant',
          `SELECT id, active, (SELECT count(*)::integer FROM sessions WHERE tenant = tenants.id) AS sessions
           FROM tenants WHERE id = $1`,
          [id],
        ),
      }),
      'POST /tenants/:id/sessions': async ({ params: { id: tenant } }) => {
        const { id } = await inTransaction(pool, async (client) => {
          const { rowCount } = await client.query('UPDATE tenants SET active = active + 1 WHERE id = $1', [tenant]);
          if (rowCount === 0) throw notFound('tenant');
          return insertedRow<Id>(client, 'INSERT INTO sessions (tenant) VALUES ($1) RETURNING id', [tenant]);
        });
        return { status: 201, json: { id } };
      },
      'DELETE /sessions/:id': async ({ params: { id } }) =>
        inTransaction(pool, async (client) => {
          const tenant = await ends[twin](client, id);
          if (tenant === undefined) return { status: 404, json: { error: 'no such session' } };
          await client.query('UPDATE tenants SET active = active - 1 WHERE id = $1', [tenant]);
          return { status: 200, json: { ended: Number(id) } };
        }),
    },
  }),
};
