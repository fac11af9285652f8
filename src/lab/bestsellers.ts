import type { Pool } from 'pg';
import { requiredRow } from './database/rows.ts';

/** What the shop tells of a product. */
export interface Product {
  readonly sku: string;
  readonly sold: number;
  readonly rank: number;
}

/** A product as it is cached; `version` counts the times that the origin was asked for it. */
export type Versioned = Product & { readonly version: number };

/** A thousand products, `sku-0` to `sku-999`, and so many sales in a table of this name. */
export function salesTable(table: string, sales = 20_000): string {
  return `
    CREATE TABLE ${table} (sku text NOT NULL, quantity integer NOT NULL);
    INSERT INTO ${table} SELECT 'sku-' || n % 1000, 1 + n * 7 % 11 FROM generate_series(1, ${sales}) AS n`;
}

/** Adds up every sale of every product, which is what makes it worth a cache. 404 for a product that nobody knows. */
export function bestsellerRank(pool: Pool, table: string, sku: string): Promise<Product> {
  return requiredRow<Product>(
    pool,
    'product',
    `WITH totals AS (SELECT sku, sum(quantity)::integer AS sold FROM ${table} GROUP BY sku)
     SELECT sku, sold, (SELECT count(*)::integer + 1 FROM totals AS other WHERE other.sold > totals.sold) AS rank
     FROM totals WHERE sku = $1`,
    [sku],
  );
}
