import { startChild } from './child-process.ts';
import { postgresNotStarted, redisUnusable } from './lab-errors.ts';
import type { Log } from './log.ts';
import { isInstalled, missingPostgres } from './peers.ts';
import { locateBinaries } from './postgres/locate-binaries.ts';
import { connectRedis, dropKeys } from './redis/twin-redis.ts';

/** Where to stop what was started; the last thing first. */
export type Undo = (() => Promise<void>)[];

/** Starts a PostgreSQL that lives as long as the lab, and gives back its URL. */
export async function startPostgres(undo: Undo, onLog: Log): Promise<string> {
  const native = locateBinaries();
  if (native === undefined) throw missingPostgres();
  const keeper = await startChild<string>('./postgres/keeper.js', { native }, onLog).catch(postgresNotStarted);
  undo.push(() => keeper.stop());
  return keeper.ready;
}

/** The URL of a Redis for the lab, emptied of what an earlier lab left; or why there is none. */
export type RedisFound = { readonly url: string } | { readonly url: undefined; readonly why: string };

/** Takes the Redis that it is given, or starts one where `redis-server` is installed. */
export async function findRedis(given: string | undefined, undo: Undo, onLog: Log): Promise<RedisFound> {
  if (!isInstalled('@redis/client')) {
    if (given !== undefined) throw redisUnusable('the package @redis/client is missing; `npm install @redis/client`');
    return { url: undefined, why: '`npm install @redis/client`' };
  }
  const url = given ?? (await startRedis(undo, onLog));
  if (url === undefined) return { url, why: 'install `redis-server`, or give one with --redis redis://...' };
  try {
    const client = await connectRedis(url, onLog);
    await dropKeys(client);
    undo.push(async () => {
      await dropKeys(client);
      client.destroy();
    });
  } catch (error) {
    throw redisUnusable(error instanceof Error ? error.message || String(error) : String(error));
  }
  return { url };
}

async function startRedis(undo: Undo, onLog: Log): Promise<string | undefined> {
  const keeper = await startChild<string | null>('./redis/keeper.js', {}, onLog);
  undo.push(() => keeper.stop());
  return keeper.ready ?? undefined;
}
