import { once } from 'node:events';
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  createSecureServer,
  createServer as createH2c,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import { generate } from 'selfsigned';
import type { Protocol } from '../../../src/history/delivery.ts';
import type { Origin } from '../../../src/history/request.ts';

/** One request as the server saw it; instants of `process.hrtime`, nanoseconds. */
export interface Arrival {
  readonly path: string;
  /** The handler was called: the headers are complete. */
  readonly startedAtNs: number;
  completeAtNs?: number;
  body: string;
}

export interface WireServer {
  readonly origin: Origin;
  readonly ca?: string;
  readonly arrivals: Arrival[];
  /** Connections opened so far. */
  readonly connections: () => number;
  /** Those that are open now. */
  readonly openConnections: () => number;
  /** Closes all of them, with a reset or in order. */
  reset(): void;
  drop(): void;
  close(): void;
}

export interface WireServerOptions {
  readonly tls: boolean;
  readonly protocol: Protocol;
  readonly maxStreams?: number;
  readonly initialWindowSize?: number;
  /** Answers as soon as the headers are there. */
  readonly eager?: boolean;
  /** In place of an answer to every GET and POST. */
  readonly misbehave?: (response: WireResponse, server: WireServer) => void;
}

type Request = IncomingMessage | Http2ServerRequest;
export type WireResponse = ServerResponse | Http2ServerResponse;

let certificate: Promise<{ key: string; cert: string }> | undefined;

/** A certificate for loopback, made once. */
export function loopbackCertificate(): Promise<{ key: string; cert: string }> {
  certificate ??= generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  }).then(({ private: key, cert }) => ({ key, cert }));
  return certificate;
}

/** A server of Node's own that answers every request once it is complete, and remembers when it came. */
export async function wireServer(options: WireServerOptions): Promise<WireServer> {
  const arrivals: Arrival[] = [];
  const handle = (request: Request, response: WireResponse) => {
    const arrival: Arrival = { path: request.url ?? '', startedAtNs: Number(process.hrtime.bigint()), body: '' };
    if (request.method === 'POST' || request.method === 'GET') arrivals.push(arrival);
    const answer = () => {
      if (options.misbehave !== undefined && request.method !== 'HEAD') return options.misbehave(response, wire);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(request.method === 'HEAD' ? '' : JSON.stringify({ path: request.url }));
    };
    if (options.eager) answer();
    request.on('data', (chunk: Buffer) => (arrival.body += chunk.toString()));
    request.on('end', () => {
      // Over HTTP/2 what is given up half-way ends too.
      if (request.aborted) return;
      arrival.completeAtNs = Number(process.hrtime.bigint());
      if (!options.eager) answer();
    });
  };
  const secret = options.tls ? await loopbackCertificate() : undefined;
  const server = listener(options, secret, handle);
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1', 4096);
  await once(server, 'listening');
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  const wire: WireServer = {
    origin: {
      protocol: options.tls ? 'https:' : 'http:',
      hostname: '127.0.0.1',
      port: (server.address() as AddressInfo).port,
    },
    ...(secret && { ca: secret.cert }),
    arrivals,
    connections: () => connections,
    openConnections: () => sockets.size,
    reset() {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    drop,
    close() {
      drop();
      server.close();
    },
  };
  return wire;
}

function listener(
  { tls, protocol, maxStreams, initialWindowSize }: WireServerOptions,
  secret: { key: string; cert: string } | undefined,
  handle: (request: Request, response: WireResponse) => void,
): Server {
  const settings = {
    maxSessionMemory: 1000,
    settings: {
      ...(maxStreams !== undefined && { maxConcurrentStreams: maxStreams }),
      ...(initialWindowSize !== undefined && { initialWindowSize }),
    },
  };
  if (protocol === 'h2')
    return tls ? createSecureServer({ ...settings, ...secret }, handle) : createH2c(settings, handle);
  // As behind a load balancer: opening a thousand connections on a busy machine takes longer than Node's own 5 s.
  const keepAliveTimeout = 65_000;
  return tls ? createHttps({ ...secret, keepAliveTimeout }, handle) : createHttp({ keepAliveTimeout }, handle);
}
