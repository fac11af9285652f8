import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../../src/history/request.ts';
import { connectionPool } from '../../../src/transports/connection-pool.ts';
import { singleSender } from '../../../src/transports/single-sender.ts';
import { type WireServer, wireServer, type WireServerOptions } from './wire-server.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const options = { insecure: false, connectTimeoutMs: 3_000, maxBodyBytes: 1024 };
const nowNs = () => Number(process.hrtime.bigint());

async function serve(more: Partial<WireServerOptions> = {}) {
  const server = await wireServer({ tls: false, protocol: 'http/1.1', ...more });
  const sender = singleSender(options, nowNs, () => 'http/1.1');
  closers.push(
    () => server.close(),
    () => sender.close(),
  );
  const request: HttpRequest = { origin: server.origin, method: 'GET', path: '/', headers: [], timeoutMs: 5_000 };
  return { server, sender, request };
}

async function allClosed({ openConnections }: WireServer): Promise<void> {
  while (openConnections() > 0) await sleep(1);
}

describe('the single sender', () => {
  it('keeps its connection from request to request, and closes it at the end', async () => {
    const { server, sender, request } = await serve();
    for (let count = 0; count < 3; count += 1) {
      const { answer } = await sender.send(request, new AbortController().signal);
      expect(answer?.status).toBe(200);
    }
    expect(server.connections()).toBe(1);
    await sender.close();
    await allClosed(server);
  });

  it('opens no connection once the run is interrupted', async () => {
    const { server, sender, request } = await serve();
    const { failure } = await sender.send(request, AbortSignal.abort());
    expect(failure?.kind).toBe('aborted');
    // Had one been opened, this one would come after it.
    await sender.send(request, new AbortController().signal);
    expect(server.connections()).toBe(1);
  });

  it('sends on a connection of its own what follows a request that was given up before it was written', async () => {
    const { server, sender, request } = await serve();
    await sender.send(request, new AbortController().signal);
    const interruption = new AbortController();
    const given = sender.send(request, interruption.signal);
    // By now it is handed to the client, which writes it in the next turn of the event loop.
    for (let microtasks = 0; microtasks < 20; microtasks += 1) await Promise.resolve();
    interruption.abort();
    expect((await given).failure?.kind).toBe('aborted');
    expect((await sender.send(request, new AbortController().signal)).answer?.status).toBe(200);
    expect(server.connections()).toBe(2);
  });

  it('closes a connection that opens after the end', async () => {
    const { server, sender, request } = await serve();
    const interruption = new AbortController();
    const sending = sender.send(request, interruption.signal);
    interruption.abort();
    expect((await sending).failure?.kind).toBe('aborted');
    await sender.close();
    while (server.connections() === 0) await sleep(1);
    await allClosed(server);
  });

  it('tells of a server that resets, or that nobody listens, and does not try again', async () => {
    const { server, sender, request } = await serve({ misbehave: (_, { reset }) => reset() });
    expect((await sender.send(request, new AbortController().signal)).failure?.kind).toBe('reset');
    expect(server.arrivals).toHaveLength(1);
    // A port of the system that nobody has; the one of a server that was closed may be somebody else's by now.
    const nobody = { ...request, origin: { ...request.origin, port: 1 } };
    const { failure } = await sender.send(nobody, new AbortController().signal);
    expect(failure).toMatchObject({ kind: 'connect', code: 'ECONNREFUSED' });
  });
});

describe('the pool of connections', () => {
  it('gives again what is alive, and replaces what the server closed', async () => {
    const { server } = await serve();
    const pool = connectionPool(options, nowNs);
    closers.push(() => pool.close());
    const first = await pool.take(server.origin, 'http/1.1', true);
    pool.give(first);
    expect(await pool.take(server.origin, 'http/1.1', true)).toBe(first);
    expect(pool.warmUps()).toBe(1);
    pool.give(first);
    server.reset();
    while (first.isAlive()) await sleep(1);
    const second = await pool.take(server.origin, 'http/1.1', true);
    expect(second).not.toBe(first);
    expect(second.isAlive()).toBe(true);
    second.destroy();
  });
});
