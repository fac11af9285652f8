import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { TwinRedis } from './twin-redis.ts';

/** Between two tries of somebody who waits for a lock. */
const retryMs = 5;

/** Gives the lock back only if it is still ours: after the lease it may be somebody else's. */
const releaseScript = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

/** A lock with a lease, as Redis's manual describes it for a single server (docs, Distributed Locks with Redis). */
export interface LeaseLock {
  /**
   * Takes the lock if nobody holds it: how to release it, else undefined. A release that fails is logged and no more: what the
   * holder has done stands, and the lock runs out by its lease.
   */
  tryAcquire(): Promise<(() => Promise<void>) | undefined>;
}

/** `leaseMs` after it was taken the lock is free again, whether its holder has done its work or not. */
export function leaseLock({ client, key, onLog }: TwinRedis, name: string, leaseMs: number): LeaseLock {
  const lockKey = key(`lock:${name}`);
  return {
    async tryAcquire() {
      const owner = randomUUID();
      const expiration = { type: 'PX', value: leaseMs } as const;
      if ((await client.set(lockKey, owner, { condition: 'NX', expiration })) === null) return undefined;
      return async () => {
        await client
          .eval(releaseScript, { keys: [lockKey], arguments: [owner] })
          .catch((error: Error) => onLog(`redis: ${lockKey} is not released: ${error.message}`));
      };
    },
  };
}

/** Asks again and again until there is an answer; undefined when there is none within `forMs`. */
export async function retried<T>(ask: () => Promise<T | undefined>, forMs: number): Promise<T | undefined> {
  const endsAtMs = performance.now() + forMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined || performance.now() > endsAtMs) return answer;
    await pause(retryMs);
  }
}
