import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Delivery, HoldPoint, MethodName, Protocol } from '../../../src/history/delivery.ts';
import { heldBurst } from '../../../src/transports/held-burst.ts';
import type { StagedMember, Transport } from '../../../src/transports/transport.ts';
import { type WireServer, wireServer, type WireServerOptions } from './wire-server.ts';

const nowNs = () => Number(process.hrtime.bigint());
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function serve(options: WireServerOptions): Promise<{ server: WireServer; transport: Transport }> {
  const server = await wireServer(options);
  const transport = heldBurst(
    {
      insecure: false,
      connectTimeoutMs: 3_000,
      maxBodyBytes: 1024,
      ...(server.ca !== undefined && { ca: server.ca }),
    },
    nowNs,
  );
  closers.push(
    () => server.close(),
    () => transport.close(),
  );
  return { server, transport };
}

function members(server: WireServer, count: number, body?: string, offsetNs = 0): readonly StagedMember[] {
  return Array.from({ length: count }, (_, member) => ({
    member,
    offsetNs,
    request: {
      origin: server.origin,
      method: body === undefined ? 'GET' : 'POST',
      path: `/race/${member}`,
      headers: [['x-member', String(member)]] as const,
      timeoutMs: 5_000,
      ...(body !== undefined && { body: Buffer.from(body) }),
    },
  }));
}

async function fire(transport: Transport, staged: readonly StagedMember[], delivery: Delivery) {
  await transport.open(staged, delivery);
  await transport.arm();
  await sleep(20);
  const heldUntilNs = nowNs();
  await transport.release(process.hrtime.bigint() + 2_000_000n);
  return { heldUntilNs, ...(await transport.collect()) };
}

type Case = readonly [tls: boolean, protocol: Protocol, method: MethodName, hold: HoldPoint];
const cases: readonly Case[] = [
  [false, 'http/1.1', 'last-byte', 'headers'],
  [false, 'http/1.1', 'last-byte', 'end'],
  [false, 'http/1.1', 'pipelined', 'headers'],
  [false, 'http/1.1', 'barrier', 'headers'],
  [true, 'http/1.1', 'last-byte', 'headers'],
  [true, 'http/1.1', 'tls-record', 'headers'],
  [true, 'http/1.1', 'pipelined', 'headers'],
  [true, 'http/1.1', 'barrier', 'headers'],
  [true, 'h2', 'tls-record', 'headers'],
  [true, 'h2', 'single-packet', 'end'],
  [true, 'h2', 'single-packet', 'headers'],
  [true, 'h2', 'barrier', 'headers'],
  [false, 'h2', 'single-packet', 'end'],
  [false, 'h2', 'single-packet', 'headers'],
  [false, 'h2', 'barrier', 'headers'],
];

describe.each(cases)('TLS %s, %s, %s held at the %s', (tls, protocol, method, hold) => {
  const delivery: Delivery = { method, protocol, hold, threads: 1, connections: 'warm' };

  it.each([
    ['without bodies', undefined],
    ['with bodies', JSON.stringify({ text: 'x'.repeat(300) })],
  ])('gives one ended operation for each member, with its instants in order, %s', async (_, body) => {
    const { server, transport } = await serve({ tls, protocol });
    const { exchanges, heldUntilNs } = await fire(transport, members(server, 20, body), delivery);
    expect(exchanges.map(({ member }) => member)).toEqual(Array.from({ length: 20 }, (_member, index) => index));
    for (const {
      answer,
      failure,
      stagedAtNs = 0,
      releasedAtNs = 0,
      firstByteAtNs = 0,
      doneAtNs = 0,
      member,
    } of exchanges) {
      expect(failure).toBeUndefined();
      expect(answer?.status).toBe(200);
      expect(answer?.body).toBe(JSON.stringify({ path: `/race/${member}` }));
      const instants = [stagedAtNs, releasedAtNs, firstByteAtNs, doneAtNs];
      expect(instants).toEqual(instants.toSorted((one, other) => one - other));
    }
    expect(server.arrivals.map(({ path }) => path).sort()).toEqual(
      exchanges.map(({ member }) => `/race/${member}`).sort(),
    );
    for (const arrival of server.arrivals) {
      expect(arrival.completeAtNs).toBeGreaterThan(heldUntilNs);
      if (hold === 'headers') expect(arrival.startedAtNs).toBeGreaterThan(heldUntilNs);
      if (body !== undefined) expect(arrival.body).toBe(body);
    }
  });

  it('keeps its connections from burst to burst, and opens new ones for `cold`', async () => {
    const { server, transport } = await serve({ tls, protocol });
    await fire(transport, members(server, 4), delivery);
    const opened = server.connections();
    const { warmUps } = await fire(transport, members(server, 4), delivery);
    expect([server.connections(), warmUps]).toEqual([opened, 0]);
    await fire(transport, members(server, 4), { ...delivery, connections: 'cold' });
    await fire(transport, members(server, 4), { ...delivery, connections: 'cold' });
    expect(server.connections()).toBeGreaterThan(opened);
  });

  it('gives up members that are aborted while they are held', async () => {
    const { server, transport } = await serve({ tls, protocol });
    await transport.open(members(server, 3), delivery);
    await transport.arm();
    transport.abort();
    await transport.release(process.hrtime.bigint());
    const { exchanges } = await transport.collect();
    expect(exchanges.map(({ failure }) => failure?.kind)).toEqual(['aborted', 'aborted', 'aborted']);
    // The transport is of use afterwards.
    const again = await fire(transport, members(server, 3), delivery);
    expect(again.exchanges.map(({ answer }) => answer?.status)).toEqual([200, 200, 200]);
    // None of the three was let go after all.
    expect(server.arrivals.filter(({ completeAtNs }) => completeAtNs !== undefined)).toHaveLength(3);
  });
});

it('tells when it began to release, less the offset of what it released first', async () => {
  const { server, transport } = await serve({ tls: false, protocol: 'http/1.1' });
  const { exchanges, firstReleaseAtNs } = await fire(transport, members(server, 1, undefined, 5_000_000), {
    method: 'barrier',
    protocol: 'http/1.1',
    hold: 'headers',
    threads: 1,
    connections: 'warm',
  });
  expect(firstReleaseAtNs).toBe((exchanges[0]?.releasedAtNs ?? 0) - 5_000_000);
});

describe('HTTP/2 with limits', () => {
  const delivery: Delivery = {
    method: 'single-packet',
    protocol: 'h2',
    hold: 'end',
    threads: 1,
    connections: 'shared',
  };

  it.each(['single-packet', 'tls-record'] as const)(
    '%s shards a burst of 30 over the connections of a server limited to 10 streams',
    async (method) => {
      const { server, transport } = await serve({ tls: true, protocol: 'h2', maxStreams: 10 });
      const { exchanges } = await fire(transport, members(server, 30), { ...delivery, method });
      expect(exchanges.every(({ answer }) => answer?.status === 200)).toBe(true);
      expect(server.connections()).toBe(3);
    },
  );

  it('sends bodies larger than the flow-control window ahead in time', async () => {
    const { server, transport } = await serve({ tls: true, protocol: 'h2' });
    const { exchanges } = await fire(transport, members(server, 3, 'y'.repeat(200_000)), delivery);
    expect(exchanges.map(({ answer }) => answer?.status)).toEqual([200, 200, 200]);
    expect(server.arrivals.map(({ body }) => body.length)).toEqual([200_000, 200_000, 200_000]);
  });

  it.each([
    ['tls-record', 'headers'],
    ['barrier', 'headers'],
    ['single-packet', 'headers'],
  ] as const)('refuses a body that %s, held at the %s, can not release whole', async (method, hold) => {
    const { server, transport } = await serve({ tls: true, protocol: 'h2' });
    const [exchange] = (await fire(transport, members(server, 1, 'y'.repeat(200_000)), { ...delivery, method, hold }))
      .exchanges;
    expect(exchange?.failure?.kind).toBe('hold');
    expect(exchange?.failure?.message).toMatch(
      /200000 bytes can't be held: the server's flow-control window is 65535 bytes/,
    );
    expect(server.arrivals).toEqual([]);
  });
});
