import type { Socket } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import type { HttpRequest } from '../history/request.ts';
import { originUrl } from './connect.ts';
import { type Gate, gateSocket } from './gate.ts';

/** One connection of one member: undici speaks HTTP on it, the gate beneath holds the last byte back. */
export interface GatedConnection {
  readonly gate: Gate;
  isAlive(): boolean;
  send(request: HttpRequest, handler: Dispatcher.DispatchHandler): void;
  destroy(): void;
}

/** Wraps a socket that is connected already, so that nothing remains to be done but to write when a member is armed. */
export function gatedConnection(socket: Socket, request: HttpRequest): GatedConnection {
  const gate = gateSocket(socket);
  let handedOver = false;
  const client = new Client(originUrl(request.origin), {
    // A second request for a socket means that the first one broke: the member is lost, not sent again.
    connect: (_, callback) => {
      if (handedOver) return callback(new Error('the connection of this member was closed'), null);
      handedOver = true;
      // In a turn of its own: undici does not look for work again while it is still asking for the connection.
      queueMicrotask(() => callback(null, socket));
    },
    pipelining: 1,
    keepAliveTimeout: 60_000,
    // The recorder's own timer counts from the release; undici's would count from the arm.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    gate,
    isAlive: () => !socket.destroyed && socket.writable && !socket.readableEnded,
    send(request, handler) {
      client.dispatch(dispatchOptions(request), handler);
    },
    destroy() {
      socket.destroy();
      client.destroy().catch(() => undefined);
    },
  };
}

/** A request in undici's terms. Never retried, never redirected: a plain dispatch does neither. */
export function dispatchOptions(request: HttpRequest): Dispatcher.DispatchOptions {
  return {
    method: request.method,
    path: request.path,
    headers: request.headers.flat(),
    body: request.body === undefined ? null : Buffer.from(request.body),
  };
}
