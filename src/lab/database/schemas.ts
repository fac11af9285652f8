import { Client } from 'pg';
import { RacehoundError } from '../../support/diagnostic.ts';
import type { Log } from '../log.ts';
import type { Service } from '../service.ts';
import { twins } from '../twin.ts';
import { freeConnections } from './connections.ts';
import { schemaOf } from './twin-pool.ts';

/** Any number will do, as long as every lab takes the same. */
const advisoryLock = 41_004_100;

/** The lab's place in a database. */
export interface Schemas {
  /** How many connections the database took when they were made, beside the one that keeps them. */
  readonly freeConnections: number;
  drop(): Promise<void>;
}

/**
 * Makes the tables of every service, in one schema for each twin, and drops them at the end. What a lab that was killed has
 * left is replaced; a lab that still runs in this database is told by its advisory lock (PostgreSQL docs, 13.3.5), which
 * PostgreSQL itself releases when the holder dies.
 */
export async function createSchemas(databaseUrl: string, services: readonly Service[], onLog: Log): Promise<Schemas> {
  const client = await connectLocked(databaseUrl, onLog);
  let lost = false;
  client.on('error', () => {
    lost = true;
  });
  try {
    const free = await freeConnections(client);
    for (const twin of twins) {
      await client.query(`DROP SCHEMA IF EXISTS ${schemaOf(twin)} CASCADE; CREATE SCHEMA ${schemaOf(twin)}`);
      await client.query(`SET search_path TO ${schemaOf(twin)}`);
      for (const { tables } of services) if (tables !== undefined) await client.query(tables(twin));
    }
    return {
      freeConnections: free,
      async drop() {
        // Where the connection was lost, so was the lock: another lab that has taken it has made schemas of its own.
        const last = lost ? await connectLocked(databaseUrl, onLog) : client;
        try {
          for (const twin of twins) await last.query(`DROP SCHEMA IF EXISTS ${schemaOf(twin)} CASCADE`);
        } finally {
          await last.end();
        }
      },
    };
  } catch (error) {
    await client.end();
    throw unusable(error);
  }
}

/** A connection that holds the lock of the lab. Throws `RacehoundError`. */
async function connectLocked(databaseUrl: string, onLog: Log): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'racehound lab' });
  client.on('error', (error) => onLog(`database: ${error.message}`));
  try {
    await client.connect();
    await lock(client);
    return client;
  } catch (error) {
    await client.end();
    throw error instanceof RacehoundError ? error : unusable(error);
  }
}

async function lock(client: Client): Promise<void> {
  const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [advisoryLock]);
  if (rows[0]?.locked === true) return;
  throw new RacehoundError('usage', [
    {
      code: 'RH531',
      title: 'another lab is running in this database',
      help: 'stop it, or give another database with --database',
    },
  ]);
}

function unusable(error: unknown): RacehoundError {
  // When a host name has several addresses, only the code tells why none of them answered.
  const reason = error instanceof Error ? error.message || ('code' in error && String(error.code)) : undefined;
  return new RacehoundError('usage', [
    {
      code: 'RH530',
      title: `the database can't be used: ${reason || 'no reason given'}`,
      help: 'expected --database postgres://user:password@127.0.0.1:5432/database and the right to make a schema there',
    },
  ]);
}
