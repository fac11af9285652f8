import { bestsellerRank, type Product, salesTable } from '../bestsellers.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

interface Entry {
  readonly product: Product;
  /** On the clock of `performance.now()`. */
  readonly expiresAtMs: number;
  /** How long the query took that brought it. */
  readonly tookMs: number;
}

const keptForMs = 400;
const table = 'sales_that_expire';

/** The paper's beta: greater than 1 favours earlier refreshes, so that a short pause of the process does not outlast what is left of the entry. */
const eagerness = 12;

/** The entries of one instance, and the origin behind them. */
interface Cache {
  entry(sku: string): Entry | undefined;
  /** Asks the origin and keeps the answer. */
  refresh(sku: string): Promise<Product>;
}

/** A product, and how the cache came by it. */
interface Answer {
  readonly product: Product;
  readonly cache: 'HIT' | 'MISS' | 'EARLY' | 'JOINED';
}

type Read = (sku: string) => Promise<Answer>;

/** The entry is good until it is not: in that instant everybody finds it gone. */
function racyRead({ entry, refresh }: Cache): Read {
  return async (sku) => {
    const cached = entry(sku);
    if (cached !== undefined && performance.now() < cached.expiresAtMs)
      return { product: cached.product, cache: 'HIT' };
    return { product: await refresh(sku), cache: 'MISS' };
  };
}

/**
 * Probabilistic early expiration: each reader draws when it takes the entry for expired, the earlier the longer the query takes,
 * so that some reader refreshes it while the others still have it (Vattani, Chierichetti, Lowenstein: Optimal Probabilistic Cache
 * Stampede Prevention, VLDB 2015, algorithm XFetch). The draw makes a miss unlikely, not impossible: those who miss all the same
 * join the query that is under way.
 */
function mendedRead({ entry, refresh }: Cache): Read {
  const underWay = new Map<string, Promise<Product>>();
  const query = (sku: string): Promise<Product> => {
    const product = refresh(sku).finally(() => underWay.delete(sku));
    underWay.set(sku, product);
    return product;
  };
  return async (sku) => {
    const cached = entry(sku);
    const nowMs = performance.now();
    const joined = underWay.get(sku);
    if (cached !== undefined && nowMs < cached.expiresAtMs) {
      const { product, tookMs, expiresAtMs } = cached;
      const early = nowMs - tookMs * eagerness * Math.log(1 - Math.random()) >= expiresAtMs;
      return early && joined === undefined ? { product: await query(sku), cache: 'EARLY' } : { product, cache: 'HIT' };
    }
    return joined === undefined
      ? { product: await query(sku), cache: 'MISS' }
      : { product: await joined, cache: 'JOINED' };
  };
}

const reads: Readonly<Record<Twin, (cache: Cache) => Read>> = { racy: racyRead, mended: mendedRead };

/** A catalogue whose cached entries run out. */
export const stampedeEarly: Service = {
  name: 'stampede-early',
  title: 'Cache stampede at expiry, cured by probabilistic early expiry',
  harm: 'a hot entry runs out, and everybody who comes before it is there again waits for a query of their own',
  bug: 'an entry is good until its last millisecond: then all readers find it gone',
  cure: 'each reader may refresh an entry a little before its time, by a draw that grows likelier towards the end (XFetch); who misses it joins the query under way',
  observe: 'which answers came out of the cache: a header such as x-cache, or their latency',
  tables: () => salesTable(table, 40_000),
  open: (twin, { pool }) => {
    const entries = new Map<string, Entry>();
    const read = reads[twin]({
      entry: (sku) => entries.get(sku),
      async refresh(sku) {
        const startedAtMs = performance.now();
        const product = await bestsellerRank(pool, table, sku);
        const nowMs = performance.now();
        entries.set(sku, { product, expiresAtMs: nowMs + keptForMs, tookMs: nowMs - startedAtMs });
        return product;
      },
    });
    return {
      routes: {
        'GET /products/:sku': async ({ params: { sku = '' } }) => {
          const { product, cache } = await read(sku);
          return { status: 200, headers: { 'x-cache': cache }, json: { ...product } };
        },
      },
    };
  },
};
