import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leaseLock } from '../../src/lab/redis/lock.ts';
import { type RunningRedis, runRedis } from '../../src/lab/redis/run-redis.ts';
import { connectRedis, type RedisClient, twinRedis } from '../../src/lab/redis/twin-redis.ts';
import { temporaryFolder } from './lab-fixture.ts';

let folder: string;
let server: RunningRedis | undefined;
let client: RedisClient;

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await runRedis(folder);
  if (server === undefined) throw new Error('this test needs redis-server');
  client = await connectRedis(server.url, () => undefined);
});
afterAll(async () => {
  client.destroy();
  await server?.close();
  await rm(folder, { recursive: true });
});

const lockOf = (name: string, leaseMs: number) =>
  leaseLock(
    twinRedis(client, 'test', 'mended', () => undefined),
    name,
    leaseMs,
  );

describe('a lock with a lease in Redis', () => {
  it('has one holder at a time, and each has a greater token than the one before', async () => {
    const lock = lockOf('one', 60_000);
    const first = await lock.tryAcquire();
    expect(await lock.tryAcquire()).toBeUndefined();
    const other = await lockOf('other', 60_000).tryAcquire();
    await first?.release();
    const second = await lock.tryAcquire();
    expect([first?.token, other?.token, second?.token]).toEqual([1, 2, 3]);
    expect(await second?.renew()).toBe(true);
  });

  it('is not renewed or given back by a holder whose lease ran out', async () => {
    const late = await lockOf('late', 1).tryAcquire();
    await pause(20);
    const lock = lockOf('late', 60_000);
    const next = await lock.tryAcquire();
    expect(next?.token).toBeGreaterThan(late?.token ?? Infinity);
    expect(await late?.renew()).toBe(false);
    await late?.release();
    expect(await lock.tryAcquire()).toBeUndefined();
  });

  it('leaves no key behind that grows with the number of locks', async () => {
    await (await lockOf('gone', 60_000).tryAcquire())?.release();
    const keys = await client.keys('*');
    expect(keys.filter((key) => key.includes('gone'))).toEqual([]);
    expect(keys.filter((key) => key.includes('fenc'))).toHaveLength(1);
  });
});
