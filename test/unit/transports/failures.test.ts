import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { constants, type Http2ServerResponse } from 'node:http2';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Delivery, MethodName, Protocol } from '../../../src/history/delivery.ts';
import type { Exchange } from '../../../src/history/operation.ts';
import type { Origin } from '../../../src/history/request.ts';
import { heldBurst } from '../../../src/transports/held-burst.ts';
import type { StagedMember, Transport } from '../../../src/transports/transport.ts';
import { type WireResponse, type WireServer, wireServer, type WireServerOptions } from './wire-server.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

function transportTo({ ca }: Pick<WireServer, 'ca'>, connectTimeoutMs = 3_000): Transport {
  const nowNs = () => Number(process.hrtime.bigint());
  const options = { insecure: false, connectTimeoutMs, maxBodyBytes: 1024, ...(ca !== undefined && { ca }) };
  const transport = heldBurst(options, nowNs);
  closers.push(() => transport.close());
  return transport;
}

async function serve(options: WireServerOptions): Promise<{ server: WireServer; transport: Transport }> {
  const server = await wireServer(options);
  closers.push(() => server.close());
  return { server, transport: transportTo(server) };
}

function members(origin: Origin, count: number, timeoutMs = 5_000): readonly StagedMember[] {
  return Array.from({ length: count }, (_, member) => ({
    member,
    offsetNs: 0,
    request: { origin, method: 'POST', path: '/race', headers: [], body: Buffer.from('{}'), timeoutMs },
  }));
}

async function releaseAndCollect(transport: Transport): Promise<readonly Exchange[]> {
  await transport.release(process.hrtime.bigint());
  return (await transport.collect()).exchanges;
}

const kinds = (exchanges: readonly Exchange[]) => exchanges.map(({ failure }) => failure?.kind);

type Case = readonly [tls: boolean, protocol: Protocol, method: MethodName];
const cases: readonly Case[] = [
  [false, 'http/1.1', 'last-byte'],
  [false, 'http/1.1', 'pipelined'],
  [true, 'http/1.1', 'tls-record'],
  [true, 'h2', 'tls-record'],
  [false, 'h2', 'single-packet'],
];

describe.each(cases)('TLS %s, %s, %s: a server that', (tls, protocol, method) => {
  const delivery: Delivery = { method, protocol, hold: 'headers', threads: 1, connections: 'warm' };

  async function fireAt(misbehave: NonNullable<WireServerOptions['misbehave']>, timeoutMs?: number) {
    const { server, transport } = await serve({ tls, protocol, misbehave });
    await transport.open(members(server.origin, 3, timeoutMs), delivery);
    await transport.arm();
    return { exchanges: await releaseAndCollect(transport), server };
  }

  it('never answers leaves its members to their timeout, once each', async () => {
    const { exchanges, server } = await fireAt(() => undefined, 50);
    expect(kinds(exchanges)).toEqual(['timeout', 'timeout', 'timeout']);
    expect(exchanges.every(({ doneAtNs = 0, releasedAtNs = 0 }) => doneAtNs > releasedAtNs)).toBe(true);
    // After a pause of this process they are given up before the server in it has read them.
    await vi.waitFor(() => expect(server.arrivals).toHaveLength(3), { timeout: 10_000 });
  });

  it('resets the connection loses what it was sent, and is not sent it again', async () => {
    const { exchanges, server } = await fireAt((_, { reset }) => reset());
    expect(kinds(exchanges)).toEqual(['reset', 'reset', 'reset']);
    expect(server.arrivals.length).toBeLessThanOrEqual(3);
  });

  it('breaks off in the middle of an answer leaves what it said so far', async () => {
    const { exchanges } = await fireAt((response, { drop }) => {
      response.writeHead(201, { 'content-length': '100' });
      // Of the same shape over HTTP/1.1 and HTTP/2.
      (response as ServerResponse).write('half', () => setImmediate(drop));
    });
    expect(exchanges).toContainEqual(
      expect.objectContaining({
        answer: expect.objectContaining({ status: 201, body: 'half' }),
        failure: expect.objectContaining({ kind: 'truncated' }),
      }),
    );
    expect(kinds(exchanges).every((kind) => kind === 'truncated' || kind === 'reset')).toBe(true);
  });

  it('closes its connections while they are armed loses the members before their release', async () => {
    const { server, transport } = await serve({ tls, protocol });
    await transport.open(members(server.origin, 3), delivery);
    await transport.arm();
    server.reset();
    while (server.openConnections() > 0) await sleep(1);
    await sleep(20);
    const exchanges = await releaseAndCollect(transport);
    expect(kinds(exchanges)).toEqual(['hold', 'hold', 'hold']);
    expect(exchanges.map(({ releasedAtNs }) => releasedAtNs)).toEqual([undefined, undefined, undefined]);
    expect(server.arrivals).toEqual([]);
  });

  it('resets connections that have not spoken yet loses the members, not the run', async () => {
    const { server, transport } = await serve({ tls, protocol });
    await transport.open(members(server.origin, 3), { ...delivery, connections: 'cold' });
    while (server.openConnections() < (method === 'pipelined' || protocol === 'h2' ? 1 : 3)) await sleep(1);
    server.reset();
    await sleep(20);
    await transport.arm();
    const exchanges = await releaseAndCollect(transport);
    expect(exchanges.map(({ answer, releasedAtNs }) => [answer, releasedAtNs])).toEqual(
      Array.from({ length: 3 }, () => [undefined, undefined]),
    );
  });
});

/** Over HTTP/2, on a connection of its own. */
const singlePacket: Delivery = {
  method: 'single-packet',
  protocol: 'h2',
  hold: 'end',
  threads: 1,
  connections: 'cold',
};

describe('an HTTP/2 server that', () => {
  const streamOf = (response: WireResponse) => (response as Http2ServerResponse).stream;

  it.each([
    [constants.NGHTTP2_INTERNAL_ERROR, 'NGHTTP2_INTERNAL_ERROR'],
    [constants.NGHTTP2_REFUSED_STREAM, 'NGHTTP2_REFUSED_STREAM'],
  ])('resets a stream (code %i) loses that member alone', async (code, name) => {
    const { server, transport } = await serve({
      tls: false,
      protocol: 'h2',
      misbehave: (response) => {
        if (server.arrivals.length > 1) return void response.end();
        streamOf(response).close(code);
      },
    });
    await transport.open(members(server.origin, 1), singlePacket);
    await transport.arm();
    const [exchange] = await releaseAndCollect(transport);
    expect(exchange?.failure).toMatchObject({ kind: 'reset', message: expect.stringContaining(name) });
    await transport.open(members(server.origin, 2), singlePacket);
    await transport.arm();
    expect(kinds(await releaseAndCollect(transport))).toEqual([undefined, undefined]);
  });

  it('says that it goes away while the members are armed loses those that it will not handle, before their release', async () => {
    const { server, transport } = await serve({
      tls: false,
      protocol: 'h2',
      eager: true,
      misbehave: (response) => {
        const stream = streamOf(response);
        if (server.arrivals.length === 3) stream.session?.goaway(constants.NGHTTP2_NO_ERROR, 1);
        if (stream.id === 1) setTimeout(() => response.end(), 100);
      },
    });
    await transport.open(members(server.origin, 3), singlePacket);
    await transport.arm();
    await sleep(20);
    const exchanges = await releaseAndCollect(transport);
    expect(exchanges.map(({ answer, failure }) => answer?.status ?? failure?.kind)).toEqual([200, 'hold', 'hold']);
  });
});

describe('a server that tells its settings and then says nothing', () => {
  async function silent(): Promise<Origin> {
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket.on('error', () => undefined).resume());
      // An empty SETTINGS frame (RFC 9113, section 6.5).
      socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    closers.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    return { protocol: 'http:', hostname: '127.0.0.1', port: (server.address() as AddressInfo).port };
  }

  it.each(['end', 'headers'] as const)('is given up while it is armed, held at the %s', async (hold) => {
    const transport = transportTo({}, 1_000);
    await transport.open(members(await silent(), 2), { ...singlePacket, hold });
    await transport.arm();
    const exchanges = await releaseAndCollect(transport);
    expect(kinds(exchanges)).toEqual(['hold', 'hold']);
    expect(exchanges[0]?.failure?.message).toBe('the server acknowledged no ping within 1000 ms');
  });

  it('does not hold up an interruption', async () => {
    const transport = transportTo({}, 1_000_000);
    await transport.open(members(await silent(), 2), singlePacket);
    const armed = transport.arm();
    setTimeout(() => transport.abort(), 20);
    await armed;
    expect(kinds(await releaseAndCollect(transport))).toEqual(['aborted', 'aborted']);
  });
});
