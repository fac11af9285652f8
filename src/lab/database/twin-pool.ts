import { Pool } from 'pg';
import type { Log } from '../log.ts';
import { type Twin, twins } from '../twin.ts';

/** The schema that holds the tables of one twin. */
export function schemaOf(twin: Twin): string {
  return `racehound_lab_${twin}`;
}

/** Connections for both twins, so many for each at the most. */
export function twinPools(databaseUrl: string, max: number, onLog: Log): Readonly<Record<Twin, Pool>> {
  return { racy: twinPool(databaseUrl, 'racy', max, onLog), mended: twinPool(databaseUrl, 'mended', max, onLog) };
}

export async function endPools(pools: Readonly<Record<Twin, Pool>>): Promise<void> {
  await Promise.all(twins.map((twin) => pools[twin].end()));
}

/**
 * Connections that see the tables of one twin only, so that both twins run the very same SQL. The isolation level is PostgreSQL's
 * default also where the database or the role has another one: the cures are written for it.
 */
function twinPool(databaseUrl: string, twin: Twin, max: number, onLog: Log): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    application_name: 'racehound lab',
    options: `-c search_path=${schemaOf(twin)} -c default_transaction_isolation=read\\ committed`,
    max,
    // Between two rounds nobody should have to wait for new connections.
    idleTimeoutMillis: 60_000,
  });
  // Without a listener the loss of a connection would end the process; its query, or the next one, tells of it. The pool itself
  // listens to idle connections only, and passes on what the listener of the connection has logged already.
  pool.on('connect', (client) => client.on('error', (error) => onLog(`database: ${error.message}`)));
  pool.on('error', () => undefined);
  return pool;
}
