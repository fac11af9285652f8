import { Pool } from 'pg';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { setting } from '../../../../src/lab/services/setting.ts';
import { staleCache } from '../../../../src/lab/services/stale-cache.ts';
import { stampede } from '../../../../src/lab/services/stampede.ts';
import { partsWith } from './parts.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

it.each([
  ['stampede', 'racy', stampede, 'GET /products/:sku'],
  ['stampede', 'mended', stampede, 'GET /products/:sku'],
  ['stale-cache', 'racy', staleCache, 'GET /products/:id'],
  ['stale-cache', 'mended', staleCache, 'GET /products/:id'],
  ['setting', 'racy', setting, 'GET /users/:id/theme'],
] as const)('what %s keeps is asked for again after a minute, %s', async (_, twin, service, line) => {
  const query = vi.fn<() => Promise<object>>(() => Promise.resolve({ rows: [{ version: 1 }], rowCount: 1 }));
  const { routes } = await service.open(twin, partsWith(Object.assign(new Pool(), { query })));
  const params = { id: '1', sku: 'sku-1' };
  const ask = async () => routes[line]?.({ params, query: new URLSearchParams(), headers: {}, body: undefined });
  await ask();
  vi.advanceTimersByTime(59_000);
  await ask();
  expect(query).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1000);
  await ask();
  expect(query).toHaveBeenCalledTimes(2);
});
