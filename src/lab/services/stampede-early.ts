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

/** Short, so that a round lasts no longer than it takes to see an entry run out. */
const keptForMs = 250;
const table = 'sales_that_expire';

/** The paper's beta: greater than 1 favours earlier refreshes, which leaves the query time to come back before the entry runs out. */
const eagerness = 2;

/** The entries of one instance, and the origin behind them. */
interface Cache {
  entry(sku: string): Entry | undefined;
  /** Asks the origin and keeps the answer. */
  refresh(sku: string): Promise<Entry>;
}

/** An entry, and how the reader came by it. */
interface Answer {
  readonly entry: Entry;
  readonly cache: 'HIT' | 'MISS' | 'EARLY' | 'JOINED';
}

type Read = (sku: string) => Promise<Answer>;

/** The entry is good until it is not: in that instant everybody finds it gone. */
function racyRead({ entry, refresh }: Cache): Read {
  return async (sku) => {
    const cached = entry(sku);
    if (cached !== undefined && performance.now() < cached.expiresAtMs) return { entry: cached, cache: 'HIT' };
    return { entry: await refresh(sku), cache: 'MISS' };
  };
}

/**
 * Probabilistic early expiration: each reader draws when it takes the entry for expired, the earlier the longer the query takes,
 * so that some reader refreshes it while the others still have it (Vattani, Chierichetti, Lowenstein: Optimal Probabilistic Cache
 * Stampede Prevention, VLDB 2015, algorithm XFetch). Beside the paper: no more than one query at a time for a product. Those who find
 * it gone all the same, since nobody came or the process paused, join the one under way.
 */
function mendedRead({ entry, refresh }: Cache): Read {
  const underWay = new Map<string, Promise<Entry>>();
  const query = (sku: string): Promise<Entry> => {
    const fresh = refresh(sku).finally(() => underWay.delete(sku));
    underWay.set(sku, fresh);
    return fresh;
  };
  return async (sku) => {
    const cached = entry(sku);
    const nowMs = performance.now();
    const joined = underWay.get(sku);
    if (cached !== undefined && nowMs < cached.expiresAtMs) {
      const early = nowMs - cached.tookMs * eagerness * Math.log(1 - Math.random()) >= cached.expiresAtMs;
      return early && joined === undefined
        ? { entry: await query(sku), cache: 'EARLY' }
        : { entry: cached, cache: 'HIT' };
    }
    return joined === undefined ? { entry: await query(sku), cache: 'MISS' } : { entry: await joined, cache: 'JOINED' };
  };
}

const reads: Readonly<Record<Twin, (cache: Cache) => Read>> = { racy: racyRead, mended: mendedRead };

/** A catalogue whose cached entries run out. */
export const stampedeEarly: Service = {
  name: 'stampede-early',
  title: 'Cache stampede at expiry, cured by probabilistic early expiry',
  harm: 'a hot entry runs out, and everybody who comes before it is there again waits for a query of their own',
  bug: 'an entry is good until its last millisecond: then all readers find it gone',
  cure: 'each reader may refresh an entry a little before its time, by a draw that grows likelier towards the end (XFetch)',
  observe: 'which answers came out of the cache, how long they are still good, and how often the origin is asked',
  tables: () => salesTable(table, 50_000),
  open: (twin, { pool }) => {
    const entries = new Map<string, Entry>();
    const queries = new Map<string, number>();
    const queriesOf = (sku: string) => queries.get(sku) ?? 0;
    const read = reads[twin]({
      entry: (sku) => entries.get(sku),
      async refresh(sku) {
        queries.set(sku, queriesOf(sku) + 1);
        const startedAtMs = performance.now();
        const product = await bestsellerRank(pool, table, sku);
        const nowMs = performance.now();
        const fresh = { product, expiresAtMs: nowMs + keptForMs, tookMs: nowMs - startedAtMs };
        entries.set(sku, fresh);
        return fresh;
      },
    });
    return {
      routes: {
        'GET /products/:sku': async ({ params: { sku = '' } }) => {
          const askedAtMs = performance.now();
          const { entry, cache } = await read(sku);
          // Rounded so that no entry looks closer to its end than it was, measured by the time of its query.
          const leftMs = Math.ceil(entry.expiresAtMs - askedAtMs);
          const tookMs = Math.floor(entry.tookMs);
          return { status: 200, headers: { 'x-cache': cache }, json: { ...entry.product, leftMs, tookMs } };
        },
        'GET /origin/:sku': ({ params: { sku = '' } }) => ({ status: 200, json: { sku, queries: queriesOf(sku) } }),
      },
    };
  },
};
