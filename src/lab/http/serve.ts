import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Log } from '../log.ts';
import { readJson } from './body.ts';
import { HttpError } from './http-error.ts';
import { type Reply, type Router, type Routes, router } from './router.ts';

/** Serves the routes on loopback; the promise is rejected with Node's error when the port is taken. */
export async function serve(port: number, routes: Routes, onLog: Log): Promise<{ close(): Promise<void> }> {
  const route = router(routes);
  const server = createServer((request, response) => void answer(route, request, response, onLog));
  // Node's 5 s would close the warm connections of a client that prepares its next burst.
  server.keepAliveTimeout = 65_000;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function answer(route: Router, request: IncomingMessage, response: ServerResponse, onLog: Log): Promise<void> {
  const { status, json } = await replyTo(route, request).catch((error: unknown) => {
    if (error instanceof HttpError) return { status: error.status, json: { error: error.message } };
    // A client that hangs up in mid-body is no trouble of ours.
    if (request.complete) onLog(`${request.method} ${request.url}: ${String(error)}`);
    return { status: 500, json: { error: 'internal error' } };
  });
  const body = Buffer.from(JSON.stringify(json));
  // The rest of a body that was not read would be taken for the next request.
  if (!request.complete) response.setHeader('connection', 'close');
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
}

async function replyTo(route: Router, request: IncomingMessage): Promise<Reply> {
  const { method = 'GET', url = '/' } = request;
  if (!URL.canParse(url, 'http://lab')) throw new HttpError(400, 'the request target is no path');
  const { pathname, searchParams } = new URL(url, 'http://lab');
  const match = matchOf(route, method, pathname);
  const body = await readJson(request);
  if (match === undefined) throw new HttpError(404, `no ${method} ${pathname} here; GET / lists what there is`);
  return match.handler({ params: match.params, query: searchParams, body });
}

function matchOf(route: Router, method: string, path: string): ReturnType<Router> {
  try {
    return route(method, path);
  } catch {
    throw new HttpError(400, 'the path has a broken percent sign');
  }
}
