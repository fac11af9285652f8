import type { Protocol } from '../history/delivery.ts';
import type { HttpRequest, Origin } from '../history/request.ts';
import { openLine } from './connect.ts';
import type { ExchangeRecorder } from './exchange-recorder.ts';
import type { Gate } from './gate.ts';
import { http1Connection } from './http1-connection.ts';
import { http2Connection } from './http2-connection.ts';
import type { ConnectionOptions } from './transport.ts';

/** One open connection: a client speaks HTTP on it, the gates beneath hold back what it says. */
export interface Connection {
  readonly origin: Origin;
  readonly protocol: Protocol;
  /** Such as `TLSv1.3`; missing over plain TCP. */
  readonly tls?: string;
  /** Above TLS, and beneath it; over plain TCP both are one. */
  readonly outer: Gate;
  readonly sealed: Gate;
  /** Requests that may be open on it at one time. */
  readonly streamLimit: number;
  /** Bytes of request bodies that may be on their way; of one request, and of all together. */
  readonly windows: { readonly stream: number; readonly connection: number };
  isAlive(): boolean;
  /** Sends whole requests, in one turn of the event loop. */
  send(requests: readonly HttpRequest[], recorders: readonly ExchangeRecorder[]): void;
  /** Sends all but the last byte, or the last frame, of each; `finish` sends the rest. HTTP/2 only. */
  begin(requests: readonly HttpRequest[], recorders: readonly ExchangeRecorder[]): void;
  finish(): void;
  /** Everything that was to be sent so far has been written to the gates, or waits for the server's flow control. */
  isWritten(): boolean;
  /** Resolves when the server has received what was written before, or the connection is gone; rejects when it takes too long. HTTP/2 only. */
  roundTrip(): Promise<void>;
  destroy(): void;
}

/** Opens a connection that speaks one of the offered protocols; rejects when it can't. */
export async function openConnection(
  origin: Origin,
  offer: readonly Protocol[],
  options: ConnectionOptions,
): Promise<Connection> {
  const line = await openLine(origin, offer, options);
  return line.protocol === 'h2'
    ? await http2Connection(origin, line, options.connectTimeoutMs)
    : http1Connection(origin, line);
}
