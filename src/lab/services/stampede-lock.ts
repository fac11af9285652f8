import { z } from 'zod';
import { bestsellerRank, salesTable, type Versioned } from '../bestsellers.ts';
import { valid } from '../http/body.ts';
import { notFound } from '../http/http-error.ts';
import { type Hold, leaseLock, retried } from '../redis/lock.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

/** A cache that all instances share. */
interface SharedCache {
  lookUp(sku: string): Promise<Versioned | undefined>;
  /** Asks the origin and keeps the answer. */
  fill(sku: string): Promise<Versioned>;
  /** The right to fill; undefined when somebody else has it. */
  tryLock(sku: string): Promise<Hold | undefined>;
}

const lifetime = z.object({ expiresInMs: z.int().min(1) });

const keptForMs = 60_000;
/** Longer than any query: who dies while it fills keeps the others waiting no longer than this. */
const leaseMs = 10_000;
const table = 'sales_behind_lock';

/** Whoever misses fills: within one instance, and in all of them at once. */
async function getRacy({ lookUp, fill }: SharedCache, sku: string): Promise<Versioned> {
  return (await lookUp(sku)) ?? (await fill(sku));
}

/**
 * A lock decides who fills (Redis docs, Distributed Locks with Redis); the others wait for what it brings. Who gets the lock looks
 * again: the one before may have filled the cache in between (double-checked locking, Schmidt and Harrison, 1996). Who has waited
 * in vain does not query either: what keeps one from filling would keep all of them.
 */
async function getMended({ lookUp, fill, tryLock }: SharedCache, sku: string): Promise<Versioned | undefined> {
  return retried(async () => {
    const cached = await lookUp(sku);
    if (cached !== undefined) return cached;
    const hold = await tryLock(sku);
    if (hold === undefined) return undefined;
    try {
      return (await lookUp(sku)) ?? (await fill(sku));
    } finally {
      await hold.release();
    }
  }, leaseMs);
}

/** Undefined when the product can't be had now. */
type Get = (cache: SharedCache, sku: string) => Promise<Versioned | undefined>;

const gets: Readonly<Record<Twin, Get>> = {
  racy: getRacy,
  mended: getMended,
};

/** A catalogue on several instances behind one cache in Redis. */
export const stampedeLock: Service = {
  name: 'stampede-lock',
  title: 'Cache stampede over several instances, cured by a lock',
  harm: 'an entry runs out in the cache that all instances share, and the readers of every instance start its query at once',
  bug: 'every instance that finds the cache empty queries and fills it; what one of them has begun, no other knows',
  cure: 'a lock in Redis: who gets it looks again and fills, the others wait for the entry',
  observe: 'how often the origin is asked, counted over all instances',
  needs: ['redis', 'instances'],
  tables: () => salesTable(table),
  open: (twin, { pool, redis }) => {
    const shared = redis();
    const { client, key } = shared;
    const cache: SharedCache = {
      async lookUp(sku) {
        const text = await client.get(key(`product:${sku}`));
        return text === null ? undefined : (JSON.parse(text) as Versioned);
      },
      async fill(sku) {
        const version = await client.incr(key(`queries:${sku}`));
        const product = { ...(await bestsellerRank(pool, table, sku)), version };
        const expiration = { type: 'PX', value: keptForMs } as const;
        await client.set(key(`product:${sku}`), JSON.stringify(product), { expiration });
        return product;
      },
      tryLock: (sku) => leaseLock(shared, sku, leaseMs).tryAcquire(),
    };
    return {
      routes: {
        'GET /products/:sku': async ({ params: { sku = '' } }) => {
          const product = await gets[twin](cache, sku);
          return product === undefined
            ? { status: 503, headers: { 'retry-after': '1' }, json: { error: 'somebody else is still at it' } }
            : { status: 200, json: { ...product } };
        },
        // Brings the end of an entry closer, so that nobody has to wait a minute for it.
        'PUT /cache/:sku': async ({ params: { sku = '' }, body }) => {
          const { expiresInMs } = valid(lifetime, body);
          if ((await client.pExpire(key(`product:${sku}`), expiresInMs)) === 0) throw notFound('entry');
          return { status: 200, json: { sku, expiresInMs } };
        },
        'GET /origin/:sku': async ({ params: { sku = '' } }) => ({
          status: 200,
          json: { sku, queries: Number(await client.get(key(`queries:${sku}`))) },
        }),
      },
    };
  },
};
