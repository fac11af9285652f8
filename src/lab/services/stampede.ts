import { bestsellerRank, salesTable, type Versioned } from '../bestsellers.ts';
import { ExpiringMap } from '../expiring-map.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

const keptForMs = 60_000;
const table = 'sales';

interface Cache {
  get(sku: string): Promise<Versioned>;
  evict(sku: string): void;
}

type Load = (sku: string) => Promise<Versioned>;

/** While the first query runs the cache is still empty, so that everybody who comes meanwhile starts a query too. */
function racyCache(load: Load): Cache {
  const cache = new ExpiringMap<Versioned>(keptForMs);
  return {
    async get(sku) {
      const cached = cache.get(sku);
      if (cached !== undefined) return cached;
      const product = await load(sku);
      cache.set(sku, product);
      return product;
    },
    evict: (sku) => cache.delete(sku),
  };
}

/**
 * Request coalescing: the cache holds the promise from the start, and who comes meanwhile waits for the same query (RFC 9111,
 * section 4, "collapse requests"; Go calls it singleflight, nginx proxy_cache_lock). A failure is shared, but not kept.
 */
function mendedCache(load: Load): Cache {
  const cache = new ExpiringMap<Promise<Versioned>>(keptForMs);
  return {
    async get(sku) {
      const cached = cache.get(sku);
      if (cached !== undefined) return cached;
      const product = load(sku);
      cache.set(sku, product);
      product.catch(() => {
        if (cache.get(sku) === product) cache.delete(sku);
      });
      return product;
    },
    evict: (sku) => cache.delete(sku),
  };
}

const caches: Readonly<Record<Twin, (load: Load) => Cache>> = { racy: racyCache, mended: mendedCache };

/** A catalogue behind a cache: when a hot product falls out of it, one query refills it. */
export const stampede: Service = {
  name: 'stampede',
  title: 'Cache stampede, cured by coalescing',
  harm: 'when a hot entry leaves the cache, every reader starts the expensive query that it was to spare',
  bug: 'looks into the cache, queries, then fills it: a herd of readers runs the expensive query many times over',
  cure: 'request coalescing: the first reader queries, the others wait for its answer',
  observe: 'how often the origin is asked: a counter, a metric, a line in its log',
  tables: () => salesTable(table),
  open: (twin, { pool }) => {
    const queries = new Map<string, number>();
    const queriesOf = (sku: string) => queries.get(sku) ?? 0;
    const cached = caches[twin](async (sku) => {
      const version = queriesOf(sku) + 1;
      queries.set(sku, version);
      return { ...(await bestsellerRank(pool, table, sku)), version };
    });
    return {
      routes: {
        'GET /products/:sku': async ({ params: { sku = '' } }) => ({
          status: 200,
          json: { ...(await cached.get(sku)) },
        }),
        'DELETE /cache/:sku': ({ params: { sku = '' } }) => {
          cached.evict(sku);
          return { status: 200, json: { sku } };
        },
        'GET /origin/:sku': ({ params: { sku = '' } }) => ({ status: 200, json: { sku, queries: queriesOf(sku) } }),
      },
    };
  },
};
