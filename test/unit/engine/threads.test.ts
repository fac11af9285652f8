import { resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type * as threads from '../../../src/engine/threads.ts';
import type { Delivery } from '../../../src/history/delivery.ts';
import type { StagedMember } from '../../../src/transports/transport.ts';
import { wireServer } from '../transports/wire-server.ts';

/** The threads run the built file beside it. */
const { threadBurster } = (await import(
  resolve(import.meta.dirname, '../../../dist/engine/threads.js')
)) as typeof threads;

const delivery: Delivery = {
  method: 'barrier',
  protocol: 'http/1.1',
  hold: 'headers',
  threads: 2,
  connections: 'warm',
};

const server = await wireServer({ tls: false, protocol: 'http/1.1' });
const burster = threadBurster({ insecure: false, connectTimeoutMs: 3_000, maxBodyBytes: 100 }, process.hrtime.bigint());
afterAll(async () => {
  await burster.close();
  server.close();
});

const members: readonly StagedMember[] = Array.from({ length: 4 }, (_, member) => ({
  member,
  offsetNs: 0,
  request: { origin: server.origin, method: 'GET', path: '/', headers: [], timeoutMs: 5_000 },
}));
const fire = (changes: Partial<Delivery> = {}) =>
  burster.fire(members, { ...delivery, ...changes }, new AbortController().signal);

it('rejects a burst whose thread breaks, and fires the next one from new threads', async () => {
  expect((await fire()).exchanges.map(({ answer }) => answer?.status)).toEqual([200, 200, 200, 200]);
  await expect(fire({ method: 'no such method' as Delivery['method'] })).rejects.toThrow(
    'Cannot read properties of undefined',
  );
  expect((await fire()).exchanges.map(({ answer }) => answer?.status)).toEqual([200, 200, 200, 200]);
});
