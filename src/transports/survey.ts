import { setTimeout as sleep } from 'node:timers/promises';
import { type Delivery, type Protocol, protocols } from '../history/delivery.ts';
import { type HttpRequest, type Origin, originUrl } from '../history/request.ts';
import type { TargetFacts } from '../history/target-facts.ts';
import { openLine } from './connect.ts';
import { type Connection, openConnection } from './connection.ts';
import { harmlessRequest } from './connection-pool.ts';
import { type NowNs, recordExchange } from './exchange-recorder.ts';
import { heldBurst } from './held-burst.ts';
import type { ConnectionOptions } from './transport.ts';

const roundTrips = 3;
/** How long a request is held to see whether it is answered without its end; at least two round trips. */
const probeMs = 60;
/** A server that speaks no HTTP/2 closes the connection at once, or says nothing at all. */
const settingsTimeoutMs = 1_000;
const handshakeTimeoutMs = 1_000;

/** Finds out what a target speaks and does, with a handful of harmless requests (HEAD and OPTIONS, RFC 9110, section 9.2.1). Never rejects. */
export async function survey(origin: Origin, options: ConnectionOptions, nowNs: NowNs): Promise<TargetFacts> {
  const spoken: Protocol[] = [];
  const startsAtHeaders: Protocol[] = [];
  const refused: Record<string, string> = {};
  let seen: Pick<TargetFacts, 'tls' | 'streamLimit' | 'roundTripUs'> = {};
  let keepAlive = false;
  let requests = 0;
  for (const protocol of protocols) {
    try {
      const connection = await openConnection(origin, [protocol], {
        ...options,
        connectTimeoutMs:
          protocol === 'h2' ? Math.min(settingsTimeoutMs, options.connectTimeoutMs) : options.connectTimeoutMs,
      });
      try {
        const roundTripUs = await measureRoundTrip(connection, nowNs, options.connectTimeoutMs);
        requests += roundTrips;
        const { tls, streamLimit } = connection;
        seen = {
          ...seen,
          roundTripUs,
          ...(tls !== undefined && { tls }),
          ...(Number.isFinite(streamLimit) && { streamLimit }),
        };
        if (protocol === 'http/1.1') keepAlive = connection.isAlive();
      } finally {
        connection.destroy();
      }
      spoken.push(protocol);
      requests += 1;
      const holdMs = Math.max(probeMs, (2 * (seen.roundTripUs ?? 0)) / 1000);
      if (await answersEarly(origin, protocol, options, nowNs, holdMs)) startsAtHeaders.push(protocol);
    } catch (error) {
      refused[protocol] = (error as Error).message;
    }
  }
  const facts = {
    origin: originUrl(origin),
    protocols: spoken,
    ...seen,
    keepAlive,
    startsAtHeaders,
    refused,
    requests,
  };
  if (spoken.length > 0 || origin.protocol !== 'http:' || !(await speaksTls(origin, options))) return facts;
  const why = `the target speaks TLS on this port; did you mean ${originUrl({ ...origin, protocol: 'https:' })}?`;
  return { ...facts, refused: Object.fromEntries(protocols.map((protocol) => [protocol, why])), speaksTls: true };
}

/** Does a handshake succeed, whatever the certificate is worth? Nothing is sent after it. */
async function speaksTls(origin: Origin, options: ConnectionOptions): Promise<boolean> {
  try {
    const secured = { ...origin, protocol: 'https:' } as const;
    const connectTimeoutMs = Math.min(handshakeTimeoutMs, options.connectTimeoutMs);
    (await openLine(secured, protocols, { ...options, insecure: true, connectTimeoutMs })).sealed.destroy();
    return true;
  } catch {
    return false;
  }
}

/** Median time of a few harmless requests, one at a time, microseconds; rejects when one finds no answer. */
async function measureRoundTrip(connection: Connection, nowNs: NowNs, timeoutMs: number): Promise<number> {
  const takenUs: number[] = [];
  for (let count = 0; count < roundTrips && (count === 0 || connection.isAlive()); count += 1) {
    const recorder = recordExchange(0, nowNs, 0);
    const startedAtNs = nowNs();
    recorder.released(startedAtNs, timeoutMs);
    connection.send([harmlessRequest(connection.origin, timeoutMs)], [recorder]);
    const { answer, failure, doneAtNs } = await recorder.ended;
    if (answer === undefined) throw new Error(failure?.message ?? 'no answer');
    takenUs.push(((doneAtNs ?? startedAtNs) - startedAtNs) / 1000);
    // The client closes after an answer that says so, in a turn of its own.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return takenUs.toSorted((one, other) => one - other)[Math.floor(takenUs.length / 2)] ?? 0;
}

/** The dispatch probe: is a request answered (or turned away) while its end is still held back? */
async function answersEarly(
  origin: Origin,
  protocol: Protocol,
  options: ConnectionOptions,
  nowNs: NowNs,
  holdMs: number,
): Promise<boolean> {
  const request: HttpRequest = {
    origin,
    method: 'OPTIONS',
    path: '/',
    headers: [['content-type', 'application/json']],
    body: Buffer.from('{}'),
    timeoutMs: options.connectTimeoutMs,
  };
  const delivery: Delivery = {
    method: protocol === 'h2' ? 'single-packet' : 'last-byte',
    protocol,
    hold: 'end',
    threads: 1,
    connections: 'cold',
  };
  const transport = heldBurst(options, nowNs);
  try {
    await transport.open([{ member: 0, request, offsetNs: 0 }], delivery);
    await transport.arm();
    await sleep(holdMs);
    await transport.release(process.hrtime.bigint());
    const [exchange] = (await transport.collect()).exchanges;
    const { firstByteAtNs, releasedAtNs } = exchange ?? {};
    return releasedAtNs === undefined || (firstByteAtNs !== undefined && firstByteAtNs < releasedAtNs);
  } finally {
    await transport.close();
  }
}
