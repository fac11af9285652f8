import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Log } from '../log.ts';
import { readJson } from './body.ts';
import { HttpError } from './http-error.ts';
import { type LabRequestStream, type LabResponseStream, type Wire, wireServer } from './wire.ts';
import { type Page, type Reply, type Router, type Routes, router } from './router.ts';

/** Serves the routes on loopback; the promise is rejected with Node's error when the port is taken. */
export async function serve(
  port: number,
  wire: Wire,
  routes: Routes<Reply | Page>,
  onLog: Log,
): Promise<{ close(): Promise<void> }> {
  const route = router(routes);
  const server = wireServer(wire, (request, response) => void answer(route, request, response, onLog));
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  // A burst opens its connections faster than one turn of the event loop can accept them.
  server.listen({ port, host: '127.0.0.1', backlog: 4096 });
  await once(server, 'listening');
  return {
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

async function answer(
  route: Router,
  request: LabRequestStream,
  response: LabResponseStream,
  onLog: Log,
): Promise<void> {
  const reply = await replyTo(route, request).catch((error: unknown): Reply | Page => {
    if (error instanceof HttpError) return { status: error.status, json: { error: error.message } };
    // A client that hangs up in mid-body is no trouble of ours.
    if (request.complete) onLog(`${request.method} ${request.url}: ${String(error)}`);
    return { status: 500, json: { error: 'internal error' } };
  });
  const body = Buffer.from('json' in reply ? JSON.stringify(reply.json) : reply.html);
  // The rest of a body that was not read would be taken for the next request.
  if (!request.complete && request.httpVersionMajor < 2) response.setHeader('connection', 'close');
  response.writeHead(reply.status, {
    ...reply.headers,
    'content-type': 'json' in reply ? 'application/json' : 'text/html; charset=utf-8',
    'content-length': body.length,
  });
  if (request.method === 'HEAD') response.end();
  else response.end(body);
}

async function replyTo(route: Router, request: LabRequestStream): Promise<Reply | Page> {
  const { method = 'GET', url = '/' } = request;
  if (!URL.canParse(url, 'http://lab')) throw new HttpError(400, 'the request target is no path');
  const { pathname, searchParams } = new URL(url, 'http://lab');
  const match = matchOf(route, method, pathname);
  const body = await readJson(request);
  if (match === undefined)
    throw new HttpError(404, `no ${method} ${pathname} here; GET / at the base port lists what there is`);
  return match.handler({ params: match.params, query: searchParams, headers: request.headers, body });
}

function matchOf(route: Router, method: string, path: string): ReturnType<Router> {
  try {
    return route(method, path);
  } catch {
    throw new HttpError(400, 'the path has a broken percent sign');
  }
}
