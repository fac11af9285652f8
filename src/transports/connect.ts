import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Protocol } from '../history/delivery.ts';
import { type Origin, originUrl } from '../history/request.ts';
import { connectError } from './connect-error.ts';
import { Gate } from './gate.ts';
import type { ConnectionOptions } from './transport.ts';

/** A connection that is open and says nothing yet, with a gate on either side of TLS; over plain TCP both are one. */
export interface Line {
  readonly protocol: Protocol;
  /** What HTTP is spoken on. */
  readonly stream: Duplex;
  /** Above TLS, for HTTP/1.1: holds bytes of the request. */
  readonly outer: Gate;
  /** Beneath TLS: holds bytes of the ciphertext. */
  readonly sealed: Gate;
  /** Such as `TLSv1.3`. */
  readonly tls?: string;
}

/**
 * Opens a connection, plain or TLS, to the origin itself or to the address given in its place. `offer` is what ALPN offers
 * (RFC 7301); over plain TCP the first of it is spoken. Rejects with Node's code
 * and a message that a person understands, or when TLS settles on nothing offered.
 */
export async function openLine(origin: Origin, offer: readonly Protocol[], options: ConnectionOptions): Promise<Line> {
  const { hostname, port } = dialled(origin);
  const socket = connectTcp({ host: hostname, port, noDelay: true });
  const giveUp = setTimeout(() => {
    socket.destroy(
      Object.assign(new Error(`no connection to ${hostname}:${port} within ${options.connectTimeoutMs} ms`), {
        code: 'ETIMEDOUT',
      }),
    );
  }, options.connectTimeoutMs);
  try {
    await once(socket, 'connect');
    const sealed = new Gate(socket);
    return origin.protocol === 'http:' ? plainLine(sealed, offer) : await tlsLine(origin, sealed, offer, options);
  } catch (error) {
    socket.destroy();
    throw connectError(error as Error, origin, { hostname, port });
  } finally {
    clearTimeout(giveUp);
  }
}

function plainLine(gate: Gate, [protocol = 'http/1.1']: readonly Protocol[]): Line {
  return { protocol, stream: gate, outer: gate, sealed: gate };
}

async function tlsLine(
  origin: Origin,
  sealed: Gate,
  offer: readonly Protocol[],
  options: ConnectionOptions,
): Promise<Line> {
  const socket = connectTls({
    socket: sealed,
    host: unbracket(origin.hostname),
    ALPNProtocols: [...offer],
    rejectUnauthorized: !options.insecure,
    ...serverName(origin),
    ...(options.ca !== undefined && { ca: options.ca }),
  });
  await secured(socket, sealed);
  const protocol = socket.alpnProtocol === 'h2' ? 'h2' : 'http/1.1';
  if (!offer.includes(protocol)) throw new Error('the server does not speak HTTP/2: ALPN did not settle on h2');
  const tls = socket.getProtocol() ?? 'TLS';
  // node:http2 reads from TLS itself, and a server's settings may be there already: nobody else may read.
  if (protocol === 'h2') return { protocol, stream: socket, outer: sealed, sealed, tls };
  const outer = new Gate(socket);
  return { protocol, stream: outer, outer, sealed, tls };
}

/** A connection that closes during the handshake may tell only the stream beneath. */
async function secured(socket: TLSSocket, sealed: Gate): Promise<void> {
  const closed = once(sealed, 'close').then(() => {
    throw sealed.errored ?? new Error('the server closed the connection during the TLS handshake');
  });
  closed.catch(() => undefined);
  await Promise.race([once(socket, 'secureConnect'), closed]);
}

/** The address that is dialled for an origin. IPv6 brackets are taken off. */
export function dialled(origin: Origin): { readonly hostname: string; readonly port: number } {
  if (origin.connectTo === undefined) return { hostname: unbracket(origin.hostname), port: origin.port };
  const colon = origin.connectTo.lastIndexOf(':');
  return { hostname: unbracket(origin.connectTo.slice(0, colon)), port: Number(origin.connectTo.slice(colon + 1)) };
}

/** What tells the connections of one origin, dialled at one address, from all others. */
export function originKey(origin: Origin): string {
  return `${originUrl(origin)} ${origin.connectTo ?? ''}`;
}

function unbracket(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

/** SNI names a host, never an address (RFC 6066, section 3). */
function serverName({ hostname }: Origin): { servername?: string } {
  return /^[\d.]+$|^\[/.test(hostname) ? {} : { servername: hostname };
}
