import { Pool } from 'pg';
import type { Log } from '../log.ts';
import type { Twin } from '../twin.ts';

/** The schema that holds the tables of one twin. */
export function schemaOf(twin: Twin): string {
  return `racehound_lab_${twin}`;
}

/** Connections that see the tables of one twin only, so that both twins run the very same SQL. */
export function twinPool(databaseUrl: string, twin: Twin, max: number, onLog: Log): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    application_name: 'racehound lab',
    options: `-c search_path=${schemaOf(twin)}`,
    max,
    // Between two rounds nobody should have to wait for new connections.
    idleTimeoutMillis: 60_000,
  });
  // Without a listener the loss of an idle connection would end the process; the next query tells of it.
  pool.on('error', (error) => onLog(`database: ${error.message}`));
  return pool;
}
