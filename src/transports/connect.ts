import type { Socket } from 'node:net';
import { buildConnector } from 'undici';
import type { Origin } from '../history/request.ts';
import type { ConnectionOptions } from './transport.ts';

export type Connect = (origin: Origin) => Promise<Socket>;

/** Opens connections, plain or TLS (HTTP/1.1 by ALPN), to the origin itself or to the address given in its place. */
export function connector(options: ConnectionOptions): Connect {
  const connect = buildConnector({
    allowH2: false,
    timeout: options.connectTimeoutMs,
    rejectUnauthorized: !options.insecure,
    ...(options.ca !== undefined && { ca: options.ca }),
  });
  return (origin) =>
    new Promise((resolve, reject) => {
      const { hostname, port } = dialled(origin);
      connect({ protocol: origin.protocol, hostname, port: String(port), ...serverName(origin) }, (error, socket) =>
        error === null ? resolve(socket) : reject(error),
      );
    });
}

/** The address that is dialled for an origin. IPv6 brackets are taken off. */
export function dialled(origin: Origin): { readonly hostname: string; readonly port: number } {
  if (origin.connectTo === undefined) return { hostname: unbracket(origin.hostname), port: origin.port };
  const colon = origin.connectTo.lastIndexOf(':');
  return { hostname: unbracket(origin.connectTo.slice(0, colon)), port: Number(origin.connectTo.slice(colon + 1)) };
}

/** `https://host:port`, as undici wants a client's origin and as connections are told apart by. */
export function originUrl(origin: Origin): string {
  return `${origin.protocol}//${origin.hostname}:${origin.port}`;
}

function unbracket(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

/** SNI names a host, never an address (RFC 6066, section 3). */
function serverName({ hostname }: Origin): { servername?: string } {
  return /^[\d.]+$|^\[/.test(hostname) ? {} : { servername: hostname };
}
