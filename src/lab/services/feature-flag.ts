import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { inTransaction } from '../database/transaction.ts';
import { valid } from '../http/body.ts';
import { notFound } from '../http/http-error.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

const setting = z.object({ enabled: z.boolean() });
const channel = 'racehound_lab_flags';

/** How one instance knows the flags. Every instance of the service is a process of its own. */
interface Flags {
  read(name: string): Promise<boolean>;
  write(name: string, enabled: boolean): Promise<void>;
  readonly close?: () => void;
}

/** An instance never hears of a switch on another one: a copy that was loaded just before it stays stale for good. */
function racyFlags(pool: Pool): Flags {
  const copies = new Map<string, boolean>();
  return {
    async read(name) {
      const copy = copies.get(name);
      if (copy !== undefined) return copy;
      const enabled = await load(pool, name);
      copies.set(name, enabled);
      return enabled;
    },
    async write(name, enabled) {
      await inTransaction(pool, (client) => store(client, name, enabled));
      copies.set(name, enabled);
    },
  };
}

/**
 * A switch tells every instance through LISTEN and NOTIFY (PostgreSQL docs, pages of these two commands), which then drops its
 * copy. A load that a switch has overtaken is answered, but not kept: it may have read the old value (the stale fill that
 * Facebook's memcache leases prevent: Nishtala et al., NSDI 2013, section 3.2.1).
 */
async function mendedFlags(pool: Pool): Promise<Flags> {
  const copies = new Map<string, boolean>();
  let generation = 0;
  let listening = true;
  const invalidate = (name: string | undefined) => {
    generation += 1;
    copies.delete(name ?? '');
  };

  const listener = await pool.connect();
  listener.on('notification', ({ payload }) => invalidate(payload));
  // Without the channel nothing can be trusted to be current, so nothing is kept.
  listener.on('error', () => {
    listening = false;
    copies.clear();
  });
  await listener.query(`LISTEN ${channel}`);

  return {
    async read(name) {
      const copy = copies.get(name);
      if (copy !== undefined) return copy;
      const loadedIn = generation;
      const enabled = await load(pool, name);
      if (generation === loadedIn && listening) copies.set(name, enabled);
      return enabled;
    },
    async write(name, enabled) {
      await inTransaction(pool, async (client) => {
        await store(client, name, enabled);
        // Sent when the transaction commits, and only then.
        await client.query('SELECT pg_notify($1, $2)', [channel, name]);
      });
      // Our own notification may still be on its way.
      invalidate(name);
    },
    close: () => listener.release(true),
  };
}

const kinds: Readonly<Record<Twin, (pool: Pool) => Flags | Promise<Flags>>> = { racy: racyFlags, mended: mendedFlags };

/** Feature flags on several instances: once a switch is acknowledged, every instance follows it soon. */
export const featureFlag: Service = {
  name: 'feature-flag',
  title: 'Feature flag over several instances',
  harm: 'a flag is switched, and one instance keeps the old value for good',
  bug: 'each instance keeps its own copy of a flag and never hears of a switch on another one',
  cure: 'LISTEN and NOTIFY drop the copies of all instances, and a load that a switch overtook is not kept',
  observe: 'the value that each instance answers with, soon after the switch was acknowledged',
  needs: ['instances'],
  tables: () => `
    CREATE SEQUENCE flag_numbers;
    CREATE TABLE flags (
      name text PRIMARY KEY DEFAULT 'flag-' || nextval('flag_numbers'),
      enabled boolean NOT NULL
    );
    CREATE TABLE flag_changes (
      name text NOT NULL REFERENCES flags,
      enabled boolean NOT NULL,
      changed_at timestamptz NOT NULL DEFAULT now()
    )`,
  open: async (twin, { pool }) => {
    const known = await kinds[twin](pool);
    return {
      routes: {
        // Writes the table only, so that no instance has a copy of a new flag.
        'POST /flags': async ({ body }) => {
          const { enabled } = valid(setting, body);
          const { rows } = await pool.query<{ name: string }>(
            'INSERT INTO flags (enabled) VALUES ($1) RETURNING name',
            [enabled],
          );
          return { status: 201, json: { name: rows[0]?.name ?? null, enabled } };
        },
        'GET /flags/:name': async ({ params: { name = '' } }) => ({
          status: 200,
          json: { name, enabled: await known.read(name) },
        }),
        'PUT /flags/:name': async ({ params: { name = '' }, body }) => {
          const { enabled } = valid(setting, body);
          await known.write(name, enabled);
          return { status: 200, json: { name, enabled } };
        },
      },
      close: known.close,
    };
  },
};

async function load(pool: Pool, name: string): Promise<boolean> {
  const { rows } = await pool.query<{ enabled: boolean }>('SELECT enabled FROM flags WHERE name = $1', [name]);
  const [found] = rows;
  if (found === undefined) throw notFound('flag');
  return found.enabled;
}

/** The flag and its audit trail. */
async function store(client: PoolClient, name: string, enabled: boolean): Promise<void> {
  const { rowCount } = await client.query('UPDATE flags SET enabled = $2 WHERE name = $1', [name, enabled]);
  if (rowCount === 0) throw notFound('flag');
  await client.query('INSERT INTO flag_changes (name, enabled) VALUES ($1, $2)', [name, enabled]);
}
