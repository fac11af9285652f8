import { Pool } from 'pg';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TwinRedis } from '../../../../src/lab/redis/twin-redis.ts';
import { stampedeLock } from '../../../../src/lab/services/stampede-lock.ts';
import { partsWith } from './parts.ts';

// The fake timers leave out the promises of Node's timers.
vi.mock('node:timers/promises', () => ({
  setTimeout: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)),
}));

beforeEach(() => vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] }));
afterEach(() => vi.useRealTimers());

it('gives up without a query when the one who has the lock brings nothing', async () => {
  const query = vi.fn<() => Promise<never>>();
  const client = { get: () => Promise.resolve(null), eval: () => Promise.resolve(null), incr: query };
  const redis = { key: (name: string) => name, client, onLog: () => undefined } as unknown as TwinRedis;
  const { routes } = await stampedeLock.open(
    'mended',
    partsWith(Object.assign(new Pool(), { query }), { redis: () => redis }),
  );
  const request = { params: { sku: 'sku-1' }, query: new URLSearchParams(), headers: {}, body: undefined };
  const answers = Promise.all([1, 2, 3].map(async () => routes['GET /products/:sku']?.(request)));
  await vi.runAllTimersAsync();
  for (const answer of await answers) expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
  expect(query).not.toHaveBeenCalled();
});
