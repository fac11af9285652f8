import { Client, type Dispatcher } from 'undici';
import type { Answer } from '../history/operation.ts';
import { type HttpRequest, type Origin, originUrl } from '../history/request.ts';
import type { Line } from './connect.ts';
import type { Connection } from './connection.ts';
import type { ExchangeRecorder } from './exchange-recorder.ts';

/** HTTP/1.1 by undici on a connection that is open already, so that nothing remains to be done but to write. */
export function http1Connection(origin: Origin, line: Line): Connection {
  // The client listens only once it is given the line: a reset before that must not end the process.
  for (const gate of [line.outer, line.sealed]) gate.on('error', () => undefined);
  let handedOver = false;
  let sending: readonly ExchangeRecorder[] = [];
  const client = new Client(originUrl(origin), {
    // A second request for a socket means that the first one broke: the member is lost, not sent again.
    connect: (_, callback) => {
      if (handedOver) return callback(new Error('the connection was closed'), null);
      handedOver = true;
      // In a turn of its own: undici does not look for work again while it is still asking for the connection.
      queueMicrotask(() => callback(null, line.stream as Parameters<typeof callback>[1] & object));
    },
    keepAliveTimeout: 60_000,
    // Closed so long before the server would: longer than a burst is held. undici's 2 s would leave three of the five seconds that
    // Node grants, which is less than a burst of hundreds takes to open over TLS.
    keepAliveTimeoutThreshold: 1_000,
    // The recorder's own timer counts from the release; undici's would count from the arm.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    origin,
    protocol: 'http/1.1',
    outer: line.outer,
    sealed: line.sealed,
    ...(line.tls !== undefined && { tls: line.tls }),
    streamLimit: Number.POSITIVE_INFINITY,
    windows: { stream: Number.POSITIVE_INFINITY, connection: Number.POSITIVE_INFINITY },
    isAlive: () => !line.outer.destroyed && line.outer.writable && !line.outer.readableEnded && !client.destroyed,
    send(requests, recorders) {
      sending = recorders;
      client.pipelining = Math.max(1, requests.length);
      for (const [place, request] of requests.entries()) {
        const recorder = recorders[place];
        if (recorder !== undefined) client.dispatch(dispatchOptions(request), dispatchHandler(recorder, recorders));
      }
    },
    begin() {
      throw new Error('HTTP/1.1 requests are sent whole');
    },
    finish() {
      throw new Error('HTTP/1.1 requests are sent whole');
    },
    isWritten: () => sending.every((recorder) => recorder.isSending() || recorder.hasEnded()),
    roundTrip: () => Promise.resolve(),
    destroy() {
      line.outer.destroy();
      line.sealed.destroy();
      client.destroy().catch(() => undefined);
    },
  };
}

/** A request in undici's terms. Never retried, never redirected: a plain dispatch does neither. */
function dispatchOptions(request: HttpRequest): Dispatcher.DispatchOptions {
  return {
    method: request.method,
    path: request.path,
    headers: request.headers.flat(),
    body: request.body === undefined ? null : Buffer.from(request.body),
    // undici would send what it thinks unsafe to pipeline only after the answer before it, and would close after a HEAD.
    idempotent: true,
    blocking: false,
    reset: false,
  };
}

function dispatchHandler(
  recorder: ExchangeRecorder,
  together: readonly ExchangeRecorder[],
): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (controller) =>
      recorder.sending(() => {
        // To abort one closes the connection: whoever is pipelined on it too has the right to a timeout of its own.
        if (together.every((other) => other.hasEnded())) controller.abort(new Error('given up'));
      }),
    onResponseStart: (_, status, headers) => recorder.head(status, headerPairs(headers)),
    onResponseData: (_, chunk) => recorder.data(chunk),
    onResponseEnd: () => recorder.end(),
    onResponseError: (_, error) => recorder.error(error),
  };
}

function headerPairs(headers: Readonly<Record<string, string | string[] | undefined>>): Answer['headers'] {
  return Object.entries(headers).flatMap(([name, values]) =>
    [values ?? []].flat().map((value): [string, string] => [name.toLowerCase(), value]),
  );
}
