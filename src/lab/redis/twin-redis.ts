import type { RedisClientOptions, createClient } from '@redis/client';
import { z } from 'zod';
import type { Log } from '../log.ts';
import type { Twin } from '../twin.ts';

/** One connection; commands that are given together travel together, so that an instance needs no more. */
export type RedisClient = ReturnType<typeof createClient>;

/** Where a lab's keys are. */
export const redisAddressSchema = z.strictObject({
  url: z.string(),
  /** Every key of this lab begins like this, and no other key of the server does. */
  prefix: z.string(),
});
export type RedisAddress = z.output<typeof redisAddressSchema>;

/** Redis as one twin sees it. */
export interface TwinRedis {
  readonly client: RedisClient;
  /** The key of this twin by that name; the lab touches no other key of the server. */
  key(name: string): string;
  readonly onLog: Log;
}

/** A server that comes back is found again within this time. */
const mostReconnectDelayMs = 2000;

/**
 * Connects; the promise is rejected with the reason when that does not work. A connection that is lost later is made again;
 * meanwhile commands fail, rather than wait for it. Only here the optional package is loaded.
 */
export async function connectRedis(url: string, onLog: Log): Promise<RedisClient> {
  const { createClient: create } = await import('@redis/client');
  let connected = false;
  const reconnectStrategy = (tries: number) => connected && Math.min(50 * 2 ** tries, mostReconnectDelayMs);
  const options: RedisClientOptions = {
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: 5000, reconnectStrategy },
  };
  const client = create(options);
  // Without a listener the loss of the connection would end the process; the next command tells of it.
  client.on('error', (error: Error) => onLog(`redis: ${error.message}`));
  await client.connect();
  connected = true;
  return client;
}

export function twinRedis(client: RedisClient, prefix: string, twin: Twin, onLog: Log): TwinRedis {
  return { client, key: (name) => `${prefix}:${twin}:${name}`, onLog };
}

/** Removes every key of a lab. */
export async function dropKeys({ url, prefix }: RedisAddress, onLog: Log): Promise<void> {
  const client = await connectRedis(url, onLog);
  try {
    for await (const keys of client.scanIterator({ MATCH: `${prefix}:*`, COUNT: 1000 })) {
      if (keys.length > 0) await client.unlink(keys);
    }
  } finally {
    client.destroy();
  }
}
