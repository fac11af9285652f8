import { once } from 'node:events';
import { createServer as createHttp } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { runChild } from './child-entry.ts';
import { wireSchema, wireServer } from './http/wire.ts';
import type { Passage } from './recorder.ts';

/** What came is passed on this much later: work on the first member must not delay the reading of the last. */
const passOnAfterMs = 4;

/** Entry file of a child process: a relay that notes what passes, before a server that answers, and a port to ask for the notes. */
runChild(wireSchema, async (wire) => {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    return socket;
  };
  let passages: Passage[] = [];
  let connections = 0;

  const service = wireServer(wire, (request, response) => {
    request.resume();
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(request.method === 'HEAD' ? '' : '{}');
    });
  });
  service.on('connection', keep);
  const servicePort = await listening(service);

  const relay = createServer((client) => {
    keep(client);
    connections += 1;
    const connection = connections;
    const note = (direction: Passage['direction'], { length: bytes }: Buffer) => {
      passages.push({ connection, direction, atNs: Number(process.hrtime.bigint()), bytes });
    };
    const upstream = keep(connect(servicePort, '127.0.0.1'));
    client.on('data', (chunk: Buffer) => {
      note('in', chunk);
      setTimeout(() => upstream.write(chunk), passOnAfterMs);
    });
    upstream.on('data', (chunk: Buffer) => {
      note('out', chunk);
      client.write(chunk);
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  const port = await listening(relay);

  const control = createHttp((_, response) => {
    response.end(JSON.stringify(passages));
    passages = [];
  });
  control.on('connection', keep);
  const controlPort = await listening(control);

  return {
    ready: { port, controlPort },
    async close() {
      for (const server of [relay, service, control]) server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
});

async function listening(server: Server): Promise<number> {
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
