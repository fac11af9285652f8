import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  createSecureServer,
  createServer as createH2c,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import { createServer as createHttps } from 'node:https';
import type { Server } from 'node:net';
import { z } from 'zod';

/** What the lab speaks: HTTP/1.1 or HTTP/2 (over plain TCP by prior knowledge), in clear or over TLS. */
export const wireSchema = z.strictObject({
  /** PEM texts. */
  tls: z.strictObject({ key: z.string(), cert: z.string() }).optional(),
  http2: z.boolean(),
  /** Streams that an HTTP/2 connection takes at one time; Node sets no limit of its own. */
  maxStreams: z.int().min(1).optional(),
});
export type Wire = z.output<typeof wireSchema>;

export type LabRequestStream = IncomingMessage | Http2ServerRequest;
export type LabResponseStream = ServerResponse | Http2ServerResponse;

/** Node's 5 s would close the warm connections of a client that prepares its next burst. */
const keepAliveTimeout = 65_000;
/** Megabytes that one HTTP/2 session may use: a burst of thousands of streams takes more than Node's 10. */
const maxSessionMemory = 1_000;

/** A server, not listening yet, that hands every request to `handle`. */
export function wireServer(
  { tls, http2, maxStreams }: Wire,
  handle: (request: LabRequestStream, response: LabResponseStream) => void,
): Server {
  if (!http2)
    return tls ? createHttps({ ...tls, keepAliveTimeout }, handle) : createServer({ keepAliveTimeout }, handle);
  const options = {
    maxSessionMemory,
    settings: maxStreams === undefined ? {} : { maxConcurrentStreams: maxStreams },
  };
  return tls ? createSecureServer({ ...options, ...tls, allowHTTP1: true }, handle) : createH2c(options, handle);
}
