import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { TwinRedis } from './twin-redis.ts';

/** Between two tries of somebody who waits for a lock. */
const retryMs = 5;

/**
 * Takes the lock and the next fencing token in one step: between two an expired holder might get the higher token. One counter for
 * all locks, which never expires: one that began anew would be below what the storage has seen.
 */
const acquireScript = `
  if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return redis.call('INCR', KEYS[2]) end
  return false`;

/** Only if it is still ours: after the lease it may be somebody else's. */
const renewScript = `
  if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
  return 0`;

const releaseScript = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

/** A lock that is held, until it is released or its lease runs out. */
export interface Hold {
  /** Fencing token: greater than that of every holder before. */
  readonly token: number;
  /** Begins the lease anew; false when it has run out. */
  renew(): Promise<boolean>;
  /** One that fails is logged and no more: what the holder has done stands, and the lock runs out by its lease. */
  release(): Promise<void>;
}

/** A lock with a lease, as Redis's manual describes it for a single server (docs, Distributed Locks with Redis). */
export interface LeaseLock {
  /** Takes the lock if nobody holds it, else undefined. */
  tryAcquire(): Promise<Hold | undefined>;
}

/** `leaseMs` after it was taken, or renewed, the lock is free again, whether its holder has done its work or not. */
export function leaseLock({ client, key, onLog }: TwinRedis, name: string, leaseMs: number): LeaseLock {
  const lockKey = key(`lock:${name}`);
  return {
    async tryAcquire() {
      const owner = randomUUID();
      const ifOurs = (script: string) => client.eval(script, { keys: [lockKey], arguments: [owner, `${leaseMs}`] });
      const token = await client.eval(acquireScript, {
        keys: [lockKey, key('fencing-tokens')],
        arguments: [owner, `${leaseMs}`],
      });
      if (token === null) return undefined;
      return {
        token: Number(token),
        renew: async () => (await ifOurs(renewScript)) === 1,
        async release() {
          await ifOurs(releaseScript).catch((error: Error) =>
            onLog(`redis: ${lockKey} is not released: ${error.message}`),
          );
        },
      };
    },
  };
}

/**
 * Renews the lease three times as often as it runs out, for as long as the work goes on (the same page, "Making the algorithm more
 * reliable: Extending the lock"). A process that pauses can't renew it either, so what the work writes needs a fence all the same.
 */
export async function whileRenewed<T>(hold: Hold, leaseMs: number, work: () => Promise<T>): Promise<T> {
  let renewing: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    renewing = hold.renew().then(
      (ours) => ours || clearInterval(timer),
      // Redis can't be reached: the lease runs out, and the fence decides.
      () => clearInterval(timer),
    );
  }, leaseMs / 3);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await renewing;
  }
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
