import { createServer as createHttp } from 'node:http';
import { createServer as createHttp2 } from 'node:http2';
import type { AddressInfo, Server } from 'node:net';
import { Duplex } from 'node:stream';
import { createServer as createTls, type TLSSocket } from 'node:tls';
import { generate } from 'selfsigned';

/*
 * An independent recorder for HTTP/2 over TLS: notes in which read, and when, the last frame of each request came. Shares no code
 * with the tool.
 *
 * Prints as JSON: its port, the port to ask for what was noted since the last time, and its certificate (PEM).
 */

interface Ended {
  /** 1-based number of the read that brought the frame that ended the request. */
  readonly read: number;
  readonly atNs: number;
}

const frameHeaderBytes = 9;
const clientPrefaceBytes = 24;
/** Frame types and flag of RFC 9113, sections 6.1 and 6.2. */
const [dataFrame, headersFrame, endStream] = [0, 1, 1] as const;

let reads = 0;
let ended: Ended[] = [];

/** Follows the frames of one connection, however the reads cut them. */
function frameWatch(): (chunk: Buffer, note: Ended) => void {
  let rest = Buffer.alloc(0);
  let skip = clientPrefaceBytes;
  return (chunk, note) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const skipped = Math.min(skip, rest.length);
      rest = rest.subarray(skipped);
      skip -= skipped;
      if (skip > 0 || rest.length < frameHeaderBytes) return;
      const [length, type, flags] = [rest.readUIntBE(0, 3), rest[3], rest[4] ?? 0];
      // A frame counts when it is whole: the last byte of its payload is the last byte of the request.
      if (rest.length < frameHeaderBytes + length) return;
      if ((type === dataFrame || type === headersFrame) && (flags & endStream) !== 0) ended.push(note);
      skip = frameHeaderBytes + length;
    }
  };
}

/** What the HTTP/2 server is given in the place of the socket, so that every read can be looked at. */
function watched(socket: TLSSocket): Duplex {
  const follow = frameWatch();
  const stream = new Duplex({
    read: () => void socket.resume(),
    write: (chunk: Buffer, _encoding, done) => void socket.write(chunk, done),
    final: (done) => void socket.end(done),
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (chunk: Buffer) => {
    reads += 1;
    follow(chunk, { read: reads, atNs: Number(process.hrtime.bigint()) });
    stream.push(chunk);
  });
  socket.on('end', () => stream.push(null)).on('error', () => stream.destroy());
  return stream;
}

const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
  keyType: 'ec',
  extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
});
const service = createHttp2({ settings: { maxConcurrentStreams: 1_000 } }, (request, response) => {
  request.resume().on('end', () => response.end('{}'));
});
service.on('sessionError', () => undefined);
const tls = createTls({ key, cert, ALPNProtocols: ['h2'] }, (socket) => service.emit('connection', watched(socket)));
const control = createHttp((_, response) => {
  response.end(JSON.stringify(ended));
  ended = [];
});
const listening = async (server: Server) => {
  await new Promise<void>((done) => void server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, done));
  return (server.address() as AddressInfo).port;
};
process.stdout.write(
  `${JSON.stringify({ port: await listening(tls), controlPort: await listening(control), cert })}\n`,
);
