import { Pool } from 'pg';
import { describe, expect, it } from 'vitest';
import { stampedeEarly } from '../../../../src/lab/services/stampede-early.ts';
import type { Twin } from '../../../../src/lab/twin.ts';
import { partsWith } from './parts.ts';

/** A catalogue whose query answers when the test says so. */
async function catalogueOf(twin: Twin) {
  const queries: (() => void)[] = [];
  const product = { sku: 'pen', sold: 3, rank: 1 };
  const answer = { rows: [product], rowCount: 1 };
  const pool = Object.assign(new Pool(), {
    query: () => new Promise((resolve) => queries.push(() => resolve(answer))),
  });
  const { routes } = await stampedeEarly.open(twin, partsWith(pool));
  const read = async () => {
    const request = { params: { sku: 'pen' }, query: new URLSearchParams(), headers: {}, body: undefined };
    const reply = await routes['GET /products/:sku']?.(request);
    return reply?.headers?.['x-cache'];
  };
  return { queries, read };
}

describe('readers who find the entry gone', () => {
  it('start a query each in the racy twin', async () => {
    const { queries, read } = await catalogueOf('racy');
    const readers = [read(), read(), read()];
    for (const answer of queries) answer();
    expect(await Promise.all(readers)).toEqual(['MISS', 'MISS', 'MISS']);
    expect(queries).toHaveLength(3);
  });

  it('join the query under way in the mended twin', async () => {
    const { queries, read } = await catalogueOf('mended');
    const readers = [read(), read(), read()];
    for (const answer of queries) answer();
    expect(await Promise.all(readers)).toEqual(['MISS', 'JOINED', 'JOINED']);
    expect(queries).toHaveLength(1);
  });
});
