import { z } from 'zod';
import { type Id, insertedRow, requiredRow } from '../database/rows.ts';
import { ExpiringMap } from '../expiring-map.ts';
import { valid } from '../http/body.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

const keptForMs = 60_000;
const newReview = z.object({ stars: z.int().min(1).max(5) });

/** What the page of a product says. */
interface Rating {
  readonly reviews: number;
  readonly average: number;
  /** Products that are rated better. */
  readonly better: number;
}

interface Ratings {
  get(product: string): Promise<Rating>;
  /** The reviews of the product have changed. */
  changed(product: string): void;
}

type Load = (product: string) => Promise<Rating>;

/** What a reader loaded before a write is put into the cache after the write has cleared it, and stays until it runs out. */
function racyRatings(load: Load): Ratings {
  const cache = new ExpiringMap<Rating>(keptForMs);
  return {
    async get(product) {
      const cached = cache.get(product);
      if (cached !== undefined) return cached;
      const rating = await load(product);
      cache.set(product, rating);
      return rating;
    },
    changed: (product) => cache.delete(product),
  };
}

/**
 * Who misses gets a lease, and every write takes the lease back: what was loaded under it is answered, but not kept (Nishtala et
 * al.: Scaling Memcache at Facebook, NSDI 2013, section 3.2.1).
 */
function mendedRatings(load: Load): Ratings {
  const cache = new ExpiringMap<Rating>(keptForMs);
  const leases = new Map<string, symbol>();
  return {
    async get(product) {
      const cached = cache.get(product);
      if (cached !== undefined) return cached;
      const lease = leases.get(product) ?? Symbol(product);
      leases.set(product, lease);
      const rating = await load(product);
      if (leases.get(product) === lease) cache.set(product, rating);
      return rating;
    },
    changed(product) {
      leases.delete(product);
      cache.delete(product);
    },
  };
}

const kinds: Readonly<Record<Twin, (load: Load) => Ratings>> = { racy: racyRatings, mended: mendedRatings };

/** Everybody's reviews are compared, which is what makes a rating worth a cache. */
const ratingQuery = `
  WITH ratings AS (SELECT product, count(*)::integer AS reviews, avg(stars)::float AS average FROM reviews GROUP BY product)
  SELECT COALESCE(reviews, 0) AS reviews, COALESCE(average, 0) AS average,
    (SELECT count(*)::integer FROM ratings AS other WHERE other.average > ratings.average) AS better
  FROM products LEFT JOIN ratings ON ratings.product = products.id WHERE products.id = $1`;

/** How many there are with the new one. All parts of a statement see the table as it was before (PostgreSQL docs, 7.8.4). */
const addReview = `
  WITH added AS (INSERT INTO reviews (product, stars) SELECT id, $2 FROM products WHERE id = $1 RETURNING product)
  SELECT 1 + (SELECT count(*)::integer FROM reviews WHERE product = added.product) AS reviews FROM added`;

/** Reviews of products: who has written one sees it counted. */
export const staleCache: Service = {
  name: 'stale-cache',
  title: 'Stale cache after a write',
  harm: 'what people have written is stored, and the page goes on without it until the entry runs out',
  bug: 'a reader who loaded before a write fills the cache after the write has cleared it',
  cure: 'leases: a write takes back the right to fill from everybody who has loaded before it (in one process, as the cache is)',
  observe: 'the cached page once all is quiet, and what was acknowledged meanwhile',
  tables: () => `
    CREATE TABLE products (id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY);
    INSERT INTO products SELECT FROM generate_series(1, 500);
    CREATE TABLE reviews (product integer NOT NULL REFERENCES products, stars integer NOT NULL);
    INSERT INTO reviews SELECT 1 + n % 500, 1 + n * 7 % 5 FROM generate_series(1, 20000) AS n`,
  open: (twin, { pool }) => {
    const ratings = kinds[twin]((product) =>
      requiredRow<Rating & Readonly<Record<string, number>>>(pool, 'product', ratingQuery, [product]),
    );
    return {
      routes: {
        'POST /products': async () => {
          const { id } = await insertedRow<Id>(pool, 'INSERT INTO products DEFAULT VALUES RETURNING id', []);
          return { status: 201, json: { id } };
        },
        'GET /products/:id': async ({ params: { id = '' } }) => ({ status: 200, json: { ...(await ratings.get(id)) } }),
        'GET /products/:id/reviews': async ({ params: { id } }) => ({
          status: 200,
          json: await requiredRow(pool, 'count', 'SELECT count(*)::integer AS stored FROM reviews WHERE product = $1', [
            id,
          ]),
        }),
        'POST /products/:id/reviews': async ({ params: { id = '' }, body }) => {
          const { stars } = valid(newReview, body);
          const { reviews } = await requiredRow<{ reviews: number }>(pool, 'product', addReview, [id, stars]);
          ratings.changed(id);
          return { status: 201, json: { stars, reviews } };
        },
      },
    };
  },
};
