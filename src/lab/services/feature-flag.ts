import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { firstRow, insertedRow, requiredRow } from '../database/rows.ts';
import { inTransaction } from '../database/transaction.ts';
import { ExpiringMap } from '../expiring-map.ts';
import { valid } from '../http/body.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

const change = z.object({ enabled: z.boolean(), segment: z.string().min(1).max(40) });
type Change = z.output<typeof change>;

const announcement = z.tuple([z.string(), z.int()]);
const keptForMs = 60_000;

/** A flag and its configuration: for whom it is, and how many those are. `revision` grows with every switch. */
interface Flag extends Readonly<Record<string, boolean | number | string>> {
  readonly enabled: boolean;
  readonly revision: number;
  readonly segment: string;
  readonly members: number;
}

/** How one instance comes by its copies. */
interface Copying {
  load(pool: Pool, name: string): Promise<Flag>;
  /** Whether to keep what was loaded; `heard` is the newest revision that was announced meanwhile or before. */
  keeps(flag: Flag, heard: number): boolean;
}

const rules = `
  SELECT segment, (SELECT count(*)::integer FROM flag_audience WHERE flag_audience.segment = flag_rules.segment) AS members
  FROM flag_rules WHERE name = $1`;

/**
 * Reads the flag, then its rules, and keeps what it has. A switch in between leaves the one half old and the other new; and one
 * that is announced while the load is under way finds no copy to drop, and the old one is kept after it.
 */
const racy: Copying = {
  async load(pool, name) {
    const flag = await requiredRow<Pick<Flag, 'enabled' | 'revision'>>(
      pool,
      'flag',
      'SELECT enabled, revision FROM flags WHERE name = $1',
      [name],
    );
    return { ...flag, ...(await requiredRow<Pick<Flag, 'segment' | 'members'>>(pool, 'flag', rules, [name])) };
  },
  keeps: () => true,
};

/**
 * One statement sees one state of the database (PostgreSQL docs, 13.2.1), so that what is loaded belongs together. And what a switch
 * has overtaken is answered, but not kept: it is older than what was announced (the stale set that Facebook's memcache leases
 * prevent: Nishtala et al., NSDI 2013, section 3.2.1).
 */
const mended: Copying = {
  load: (pool, name) =>
    requiredRow<Flag>(
      pool,
      'flag',
      `SELECT enabled, revision, rules.* FROM flags, (${rules}) AS rules WHERE name = $1`,
      [name],
    ),
  keeps: ({ revision }, heard) => revision >= heard,
};

const copyings: Readonly<Record<Twin, Copying>> = { racy, mended };

/** Feature flags on several instances: once a switch is announced, every instance follows it. */
export const featureFlag: Service = {
  name: 'feature-flag',
  title: 'Feature flag and its configuration over several instances',
  harm: 'a flag is switched, and one instance keeps the old value, or half of it, long after it was told',
  bug: 'an instance drops its copy when a switch is announced, but keeps what it is just loading, piece by piece',
  cure: 'one statement loads flag and configuration together, and what is older than the last announcement is not kept',
  observe: 'the values that each instance answers with, soon after the switch was acknowledged',
  needs: ['instances'],
  tables: () => `
    CREATE SEQUENCE flag_numbers;
    CREATE TABLE flags (
      name text PRIMARY KEY DEFAULT 'flag-' || nextval('flag_numbers'),
      enabled boolean NOT NULL,
      revision integer NOT NULL DEFAULT 1
    );
    CREATE TABLE flag_rules (name text PRIMARY KEY REFERENCES flags, segment text NOT NULL);
    CREATE TABLE flag_changes (
      name text NOT NULL REFERENCES flags,
      enabled boolean NOT NULL,
      segment text NOT NULL,
      changed_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE TABLE flag_audience (id integer NOT NULL, segment text NOT NULL);
    INSERT INTO flag_audience SELECT n, CASE WHEN n % 100 = 0 THEN 'staff' ELSE 'everybody' END
      FROM generate_series(1, 40000) AS n`,
  open: async (twin, { pool }) => {
    const { load, keeps } = copyings[twin];
    // A channel belongs to the whole database, and the flags of the twins have the same names.
    const channel = `racehound_lab_flags_${twin}`;
    const copies = new ExpiringMap<Flag>(keptForMs);
    const announced = new Map<string, number>();
    const heardOf = (name: string) => announced.get(name) ?? 0;
    let listening = true;
    const hear = (name: string, revision: number) => {
      announced.set(name, Math.max(revision, heardOf(name)));
      copies.delete(name);
    };

    // A switch tells every instance through LISTEN and NOTIFY (PostgreSQL docs, pages of these two commands).
    const listener = await pool.connect();
    listener.on('notification', ({ payload = '' }) => hear(...announcement.parse(JSON.parse(payload))));
    // Without the channel nothing can be trusted to be current, so nothing is kept.
    listener.on('error', () => {
      listening = false;
      copies.clear();
    });
    await listener.query(`LISTEN ${channel}`);

    return {
      routes: {
        // Writes the tables only, so that no instance has a copy of a new flag.
        'POST /flags': async ({ body }) => {
          const { enabled, segment } = valid(change, body);
          const { name } = await insertedRow<{ name: string }>(
            pool,
            `WITH flag AS (INSERT INTO flags (enabled) VALUES ($1) RETURNING name)
             INSERT INTO flag_rules (name, segment) SELECT name, $2 FROM flag RETURNING name`,
            [enabled, segment],
          );
          return { status: 201, json: { name, enabled, segment } };
        },
        'GET /flags/:name': async ({ params: { name = '' } }) => {
          const heard = heardOf(name);
          const copy = copies.get(name);
          const flag = copy ?? (await load(pool, name));
          if (copy === undefined && listening && keeps(flag, heardOf(name))) copies.set(name, flag);
          return { status: 200, json: { name, ...flag, heard } };
        },
        'PUT /flags/:name': async ({ params: { name = '' }, body }) => {
          const chosen = valid(change, body);
          const revision = await inTransaction(pool, (client) => store(client, channel, name, chosen));
          // Our own notification may still be on its way.
          hear(name, revision);
          return { status: 200, json: { name, ...chosen, revision } };
        },
      },
      close: () => listener.release(true),
    };
  },
};

/** The flag, its rules, its audit trail, and the announcement, which is sent when the transaction commits, and only then. */
async function store(client: PoolClient, channel: string, name: string, { enabled, segment }: Change): Promise<number> {
  const { revision } = await requiredRow<{ revision: number }>(
    client,
    'flag',
    'UPDATE flags SET enabled = $2, revision = revision + 1 WHERE name = $1 RETURNING revision',
    [name, enabled],
  );
  await client.query('UPDATE flag_rules SET segment = $2 WHERE name = $1', [name, segment]);
  await client.query('INSERT INTO flag_changes (name, enabled, segment) VALUES ($1, $2, $3)', [name, enabled, segment]);
  await firstRow(client, 'SELECT pg_notify($1, $2)', [channel, JSON.stringify([name, revision])]);
  return revision;
}
