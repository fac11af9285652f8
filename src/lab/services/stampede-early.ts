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

/** Whether a reader at this instant asks the origin although the entry is still good. */
type Early = (entry: Entry, nowMs: number) => boolean;

/** Greater than 1 favours earlier refreshes (the paper's beta): a pause of the process must not outlast what is left of the entry. */
const eagerness = 12;

const earlies: Readonly<Record<Twin, Early>> = {
  /** The entry is good until it is not: in that instant everybody finds it gone. */
  racy: () => false,
  /**
   * Probabilistic early expiration: each reader draws when it takes the entry for expired, the earlier the longer the query
   * takes, so that some reader refreshes it while the others still have it (Vattani, Chierichetti, Lowenstein: Optimal
   * Probabilistic Cache Stampede Prevention, VLDB 2015, algorithm XFetch).
   */
  mended: ({ tookMs, expiresAtMs }, nowMs) => nowMs - tookMs * eagerness * Math.log(1 - Math.random()) >= expiresAtMs,
};

/** A catalogue whose cached entries run out. */
export const stampedeEarly: Service = {
  name: 'stampede-early',
  title: 'Cache stampede at expiry, cured by probabilistic early expiry',
  harm: 'a hot entry runs out, and everybody who comes before it is there again waits for a query of their own',
  bug: 'an entry is good until its last millisecond: then all readers find it gone',
  cure: 'each reader may refresh an entry a little before its time, by a draw that grows likelier towards the end (XFetch)',
  observe: 'which answers came out of the cache: a header such as x-cache, or their latency',
  tables: () => salesTable(table, 40_000),
  open: (twin, { pool }) => {
    const entries = new Map<string, Entry>();
    /** Nobody refreshes what somebody else is refreshing. */
    const refreshing = new Set<string>();
    const refresh = async (sku: string): Promise<Product> => {
      const startedAtMs = performance.now();
      const product = await bestsellerRank(pool, table, sku);
      const nowMs = performance.now();
      entries.set(sku, { product, expiresAtMs: nowMs + keptForMs, tookMs: nowMs - startedAtMs });
      return product;
    };
    return {
      routes: {
        'GET /products/:sku': async ({ params: { sku = '' } }) => {
          const entry = entries.get(sku);
          const nowMs = performance.now();
          if (entry === undefined || nowMs >= entry.expiresAtMs) {
            return { status: 200, headers: { 'x-cache': 'MISS' }, json: { ...(await refresh(sku)) } };
          }
          if (!refreshing.has(sku) && earlies[twin](entry, nowMs)) {
            refreshing.add(sku);
            const product = await refresh(sku).finally(() => refreshing.delete(sku));
            return { status: 200, headers: { 'x-cache': 'EARLY' }, json: { ...product } };
          }
          return { status: 200, headers: { 'x-cache': 'HIT' }, json: { ...entry.product } };
        },
      },
    };
  },
};
