import type { Client } from 'pg';
import { tooFewConnections } from '../lab-errors.ts';

/** Connections of one twin in one instance; no burst of the catalogue has more at work in the same place. */
const most = 20;
/** Two for requests that collide, and one that listens (`feature-flag`). */
const least = 3;
/** Those of the lab's page, one for each twin. */
const ofPage = 2;

/**
 * How many more connections a database takes: PostgreSQL's own limit less what it reserves (PostgreSQL docs, 19.3.1), or that of
 * the database or the role, less those that are open.
 */
export async function freeConnections(client: Client): Promise<number> {
  const { rows } = await client.query<{ free: number }>(`
    SELECT (least(
      current_setting('max_connections')::integer
        - current_setting('superuser_reserved_connections')::integer
        - coalesce(current_setting('reserved_connections', true)::integer, 0),
      (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database()),
      (SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user)
    ) - (SELECT sum(numbackends) FROM pg_stat_database))::integer AS free`);
  return rows[0]?.free ?? 0;
}

/** Connections for each twin in each instance, the first one included. Throws `RacehoundError` where there are too few. */
export function poolSize(free: number, instances: number): number {
  const pools = 2 * instances;
  const size = Math.min(most, Math.floor((free - ofPage) / pools));
  if (size < least) throw tooFewConnections(free, least * pools + ofPage);
  return size;
}
