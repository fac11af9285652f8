/** Ways of putting a burst on the wire, the strongest first. */
export const methods = ['tls-record', 'single-packet', 'last-byte', 'pipelined', 'barrier'] as const;
export type MethodName = (typeof methods)[number];

export const protocols = ['h2', 'http/1.1'] as const;
/** By its ALPN name (RFC 7301); over plain TCP `h2` is HTTP/2 by prior knowledge (h2c). */
export type Protocol = (typeof protocols)[number];

/**
 * `headers`: nothing that ends a request's headers leaves before the release, so no server can start early. `end`: only the
 * last byte (or frame) of each request is held; a server that starts work at the headers has started by then.
 */
export type HoldPoint = 'headers' | 'end';

/**
 * `warm`: kept from round to round, and used once before the first burst. `cold`: opened for one burst and never used before.
 * `shared`: all members of a burst on as few connections as the server's stream limit allows.
 */
export const connectionUses = ['warm', 'cold', 'shared'] as const;
export type ConnectionUse = (typeof connectionUses)[number];

/** How one burst is put on the wire. */
export interface Delivery {
  readonly method: MethodName;
  readonly protocol: Protocol;
  readonly hold: HoldPoint;
  /** Threads that release their shares of the members at the same instant. */
  readonly threads: number;
  readonly connections: ConnectionUse;
}

/** A delivery as one line of a report: `last-byte over HTTP/1.1, held at the headers, 2 threads`. */
export function deliveryText({ method, protocol, hold, threads, connections }: Delivery): string {
  const held = method === 'last-byte' || method === 'single-packet' ? [`held at the ${hold}`] : [];
  return [
    `${method} over ${protocol === 'h2' ? 'HTTP/2' : 'HTTP/1.1'}`,
    ...held,
    ...(threads > 1 ? [`${threads} threads`] : []),
    ...(connections === 'warm' ? [] : [`${connections} connections`]),
  ].join(', ');
}
