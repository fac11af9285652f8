import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';

/* The same race on one thread of Node: the window is an awaited query to the service in C, which stands in for a database. */
const database = new Pool(process.argv[2] ?? '', { connections: 64 });
let taken = false;
let takers = 0;
let windowUs = '0';

async function statusOf(path: string): Promise<number> {
  if (path.startsWith('/__reset')) {
    windowUs = path.split('=')[1] ?? '0';
    taken = false;
    return 200;
  }
  if (!path.startsWith('/race')) return 200;
  if (taken) return 409;
  const { body } = await database.request({ method: 'GET', path: `/wait?us=${windowUs}` });
  await body.dump();
  taken = true;
  takers += 1;
  return 201;
}

const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
  request.resume();
  const { url = '/' } = request;
  const passed = url.startsWith('/__reset') ? takers : undefined;
  if (passed !== undefined) takers = 0;
  statusOf(url).then(
    (status) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(passed ?? {})),
    () => response.destroy(),
  );
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
