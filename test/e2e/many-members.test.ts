import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { threadBurster as threadBursterType } from '../../src/engine/threads.ts';
import { chooseDeliveries } from '../../src/engine/deliveries.ts';
import type { Delivery } from '../../src/history/delivery.ts';
import { survey } from '../../src/transports/survey.ts';
import type { ConnectionOptions, StagedMember } from '../../src/transports/transport.ts';
import { type WireServer, wireServer, type WireServerOptions } from '../unit/transports/wire-server.ts';

/** The compiled burster: it starts compiled threads. The type check must not wait for `dist`. */
const compiled: { readonly threadBurster: typeof threadBursterType } = await import(
  new URL('../../dist/engine/threads.js', import.meta.url).href
);

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function serve(options: WireServerOptions): Promise<WireServer> {
  const server = await wireServer(options);
  closers.push(server.close);
  return server;
}

const optionsFor = ({ ca }: WireServer): ConnectionOptions => ({
  insecure: false,
  connectTimeoutMs: 10_000,
  maxBodyBytes: 64,
  ...(ca !== undefined && { ca }),
});

async function fire(server: WireServer, count: number, delivery: Delivery, body?: string) {
  const originNs = process.hrtime.bigint();
  const burster = compiled.threadBurster(optionsFor(server), originNs);
  closers.push(() => burster.close());
  const members = Array.from(
    { length: count },
    (_, member): StagedMember => ({
      member,
      offsetNs: 0,
      request: {
        origin: server.origin,
        method: body === undefined ? 'GET' : 'POST',
        path: `/race/${member}`,
        headers: [],
        timeoutMs: 30_000,
        ...(body !== undefined && { body: Buffer.from(body) }),
      },
    }),
  );
  const { exchanges } = await burster.fire(members, delivery, new AbortController().signal);
  return { exchanges, originNs: Number(originNs) };
}

const delivery: Delivery = {
  method: 'last-byte',
  protocol: 'http/1.1',
  hold: 'headers',
  threads: 1,
  connections: 'cold',
};

describe('many members', () => {
  it.each([
    ['1,000 over HTTP/1.1', { tls: false, protocol: 'http/1.1' }, 1_000, delivery],
    [
      '1,000 over HTTP/1.1 and TLS',
      { tls: true, protocol: 'http/1.1' },
      1_000,
      { ...delivery, method: 'tls-record', threads: 2 },
    ],
    [
      '5,000 over HTTP/2',
      { tls: true, protocol: 'h2' },
      5_000,
      { ...delivery, method: 'single-packet', protocol: 'h2', hold: 'end' },
    ],
    [
      '5,000 over HTTP/2, sealed',
      { tls: true, protocol: 'h2' },
      5_000,
      { ...delivery, method: 'tls-record', protocol: 'h2' },
    ],
    ['5,000 over h2c', { tls: false, protocol: 'h2' }, 5_000, { ...delivery, method: 'single-packet', protocol: 'h2' }],
  ] as const)('%s in one burst are all answered', async (_, wire, count, how) => {
    const server = await serve(wire);
    const { exchanges } = await fire(server, count, how);
    expect(exchanges).toHaveLength(count);
    const failures = exchanges.flatMap(({ failure }) => failure ?? []);
    expect(failures).toEqual([]);
    expect(new Set(server.arrivals.map(({ path }) => path)).size).toBe(count);
  });

  it.each([
    ['HTTP/1.1', { tls: false, protocol: 'http/1.1' }],
    ['HTTP/1.1 over TLS', { tls: true, protocol: 'http/1.1' }],
    ['HTTP/2 over TLS', { tls: true, protocol: 'h2' }],
    ['h2c', { tls: false, protocol: 'h2' }],
  ] as const)(
    'none of 1,000 is started before the release by what auto takes first over %s, though the server acts at the headers',
    async (_, wire) => {
      const server = await serve({ ...wire, eager: true });
      const facts = await survey(server.origin, optionsFor(server), () => Number(process.hrtime.bigint()));
      const { deliveries } = chooseDeliveries([facts], { sync: 'auto', connections: 'warm', cores: 2, members: 1_000 });
      expect(deliveries.every(({ hold }) => hold === 'headers')).toBe(true);
      const [first] = deliveries;
      if (first === undefined) throw new Error('no delivery');
      const before = server.arrivals.length;
      const { exchanges, originNs } = await fire(server, 1_000, first, '{"amount":1}');
      await sleep(20);
      const releasedAtNs = originNs + Math.min(...exchanges.map((each) => each.releasedAtNs ?? 0));
      const arrivals = server.arrivals.slice(before);
      expect(exchanges.filter(({ answer }) => answer?.status === 200)).toHaveLength(1_000);
      expect(arrivals).toHaveLength(1_000);
      expect(arrivals.filter(({ startedAtNs }) => startedAtNs < releasedAtNs)).toEqual([]);
    },
  );
});
