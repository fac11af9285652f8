import { expect, it } from 'vitest';
import { leaseLock } from '../../../../src/lab/redis/lock.ts';
import type { RedisClient } from '../../../../src/lab/redis/twin-redis.ts';

/** A Redis that answers the first script that it is sent, and is gone afterwards. */
function redisThatIsLost(answer: unknown): RedisClient {
  const answers = [Promise.resolve(answer)];
  const client: Pick<RedisClient, 'eval'> = {
    eval: (() => answers.shift() ?? Promise.reject(new Error('the server is gone'))) as RedisClient['eval'],
  };
  return client as RedisClient;
}

const lockIn = (client: RedisClient, log: string[] = []) =>
  leaseLock({ client, key: (name) => `lab:${name}`, onLog: (line) => log.push(line) }, 'ledger', 1000);

it('takes a free lock with a fencing token, and none that somebody holds', async () => {
  expect(await lockIn(redisThatIsLost(7)).tryAcquire()).toMatchObject({ token: 7 });
  expect(await lockIn(redisThatIsLost(null)).tryAcquire()).toBeUndefined();
});

it('logs a release that fails, and lets what the holder has done stand', async () => {
  const log: string[] = [];
  const hold = await lockIn(redisThatIsLost(7), log).tryAcquire();
  await hold?.release();
  expect(log).toEqual(['redis: lab:lock:ledger is not released: the server is gone']);
});
