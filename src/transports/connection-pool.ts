import type { Protocol } from '../history/delivery.ts';
import type { HttpRequest, Origin } from '../history/request.ts';
import { originKey } from './connect.ts';
import { type Connection, openConnection } from './connection.ts';
import { type NowNs, recordExchange } from './exchange-recorder.ts';
import type { ConnectionOptions } from './transport.ts';

/** Connections that are kept from burst to burst. */
export interface ConnectionPool {
  /** A connection that is kept, or else a new one; `warm` new ones have carried a harmless request. Rejects when none opens. */
  take(origin: Origin, protocol: Protocol, warm: boolean): Promise<Connection>;
  /** Puts a connection back; what can't be used again, or comes when the pool is closed, is closed. */
  give(connection: Connection): void;
  /** Harmless requests that were sent to warm connections so far. */
  readonly warmUps: () => number;
  close(): void;
}

export function connectionPool(options: ConnectionOptions, nowNs: NowNs): ConnectionPool {
  const kept = new Map<string, Connection[]>();
  let closed = false;
  let warmUps = 0;
  const key = (origin: Origin, protocol: Protocol) => `${protocol} ${originKey(origin)}`;

  return {
    async take(origin, protocol, warm) {
      const idle = kept.get(key(origin, protocol)) ?? [];
      for (let connection = idle.pop(); connection !== undefined; connection = idle.pop()) {
        if (connection.isAlive()) return connection;
        connection.destroy();
      }
      const connection = await openConnection(origin, [protocol], options);
      if (!warm) return connection;
      warmUps += 1;
      if (await warmed(connection, nowNs, options.connectTimeoutMs)) return connection;
      connection.destroy();
      return await openConnection(origin, [protocol], options);
    },
    give(connection) {
      if (closed || !connection.isAlive()) return connection.destroy();
      const place = key(connection.origin, connection.protocol);
      const idle = kept.get(place);
      if (idle === undefined) kept.set(place, [connection]);
      else idle.push(connection);
    },
    warmUps: () => warmUps,
    close() {
      closed = true;
      for (const connection of [...kept.values()].flat()) connection.destroy();
      kept.clear();
    },
  };
}

/** A request that changes nothing (RFC 9110, section 9.2.1), but wakes what lies behind a front-end. */
export function harmlessRequest(origin: Origin, timeoutMs: number): HttpRequest {
  return { origin, method: 'HEAD', path: '/', headers: [], timeoutMs };
}

/** Sends one harmless request; false when the connection did not survive it. */
async function warmed(connection: Connection, nowNs: NowNs, timeoutMs: number): Promise<boolean> {
  const recorder = recordExchange(0, nowNs, 0);
  recorder.released(nowNs(), timeoutMs);
  connection.send([harmlessRequest(connection.origin, timeoutMs)], [recorder]);
  const { answer, failure } = await recorder.ended;
  // The client closes after an answer that says so, in a turn of its own.
  await new Promise((resolve) => setImmediate(resolve));
  return answer !== undefined && failure === undefined && connection.isAlive();
}
