import { bestsellerRank, type Product, salesTable } from '../bestsellers.ts';
import { type Hold, leaseLock, retried } from '../redis/lock.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

/** A product as it is cached; `version` counts the times that the origin was asked for it. */
type Versioned = Product & { readonly version: number };

/** A cache that all instances share. */
interface SharedCache {
  lookUp(sku: string): Promise<Versioned | undefined>;
  /** Asks the origin and keeps the answer. */
  fill(sku: string): Promise<Versioned>;
  /** The right to fill; undefined when somebody else has it. */
  tryLock(sku: string): Promise<Hold | undefined>;
}

const keptForSeconds = 60;
/** Longer than any query: who dies while it fills keeps the others waiting no longer than this. */
const leaseMs = 10_000;
const table = 'sales_behind_lock';

/** Whoever misses fills: within one instance, and in all of them at once. */
async function getRacy({ lookUp, fill }: SharedCache, sku: string): Promise<Versioned> {
  return (await lookUp(sku)) ?? (await fill(sku));
}

/**
 * A lock decides who fills; the others wait for what it brings. Who gets the lock looks again: the one before may have filled the
 * cache in between (double-checked; Redis docs, Distributed Locks with Redis).
 */
async function getMended({ lookUp, fill, tryLock }: SharedCache, sku: string): Promise<Versioned> {
  const product = await retried(async () => {
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
  return product ?? (await fill(sku));
}

const gets: Readonly<Record<Twin, (cache: SharedCache, sku: string) => Promise<Versioned>>> = {
  racy: getRacy,
  mended: getMended,
};

/** A catalogue on several instances behind one cache in Redis. */
export const stampedeLock: Service = {
  name: 'stampede-lock',
  title: 'Cache stampede over several instances, cured by a lock',
  harm: 'an entry leaves the cache that all instances share, and the readers of every instance start its query at once',
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
        const expiration = { type: 'EX', value: keptForSeconds } as const;
        await client.set(key(`product:${sku}`), JSON.stringify(product), { expiration });
        return product;
      },
      tryLock: (sku) => leaseLock(shared, sku, leaseMs).tryAcquire(),
    };
    return {
      routes: {
        'GET /products/:sku': async ({ params: { sku = '' } }) => ({
          status: 200,
          json: { ...(await gets[twin](cache, sku)) },
        }),
        'DELETE /cache/:sku': async ({ params: { sku = '' } }) => {
          await client.del(key(`product:${sku}`));
          return { status: 200, json: { sku } };
        },
        'GET /origin/:sku': async ({ params: { sku = '' } }) => ({
          status: 200,
          json: { sku, queries: Number(await client.get(key(`queries:${sku}`))) },
        }),
      },
    };
  },
};
