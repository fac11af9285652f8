import type { RedisClientOptions, createClient } from '@redis/client';
import type { Log } from '../log.ts';
import type { Twin } from '../twin.ts';

/** One connection; commands that are given together travel together, so that an instance needs no more. */
export type RedisClient = ReturnType<typeof createClient>;

/** Redis as one twin sees it. */
export interface TwinRedis {
  readonly client: RedisClient;
  /** The key of this twin by that name; the lab touches no other key of the server. */
  key(name: string): string;
}

/** Every key of the lab begins like this. */
const prefix = 'racehound-lab';

/** Connects; the promise is rejected with the reason when that does not work. Only here the optional package is loaded. */
export async function connectRedis(url: string, onLog: Log): Promise<RedisClient> {
  const { createClient: create } = await import('@redis/client');
  const options: RedisClientOptions = { url, socket: { connectTimeout: 5000, reconnectStrategy: false } };
  const client = create(options);
  // Without a listener the loss of the connection would end the process; the next command tells of it.
  client.on('error', (error: Error) => onLog(`redis: ${error.message}`));
  await client.connect();
  return client;
}

export function twinRedis(client: RedisClient, twin: Twin): TwinRedis {
  return { client, key: (name) => `${prefix}:${twin}:${name}` };
}

/** Removes every key of the lab. */
export async function dropKeys(client: RedisClient): Promise<void> {
  for await (const keys of client.scanIterator({ MATCH: `${prefix}:*`, COUNT: 1000 })) {
    if (keys.length > 0) await client.unlink(keys);
  }
}
