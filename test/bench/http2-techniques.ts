import { connect } from 'node:http2';
import { once } from 'node:events';
import { Client } from 'undici';
import type { Delivery } from '../../src/history/delivery.ts';
import { isInstalled, output } from './processes.ts';
import { racehoundAt, type Technique } from './techniques.ts';

/** A way of firing at a server that speaks HTTP/2 over TLS and has this certificate. */
export interface Http2Kind {
  readonly name: string;
  readonly ours: boolean;
  readonly absent?: string;
  open(port: number, size: number, cert: string): Promise<Technique>;
}

const body = '{"amount":1}';

function racehound(method: Delivery['method'], hold: Delivery['hold']): Http2Kind {
  const name = `racehound ${method}`;
  return {
    name,
    ours: true,
    open: (port, size, cert) =>
      racehoundAt(name, { protocol: 'https:', hostname: '127.0.0.1', port }, size, cert, {
        ...{ method, hold, protocol: 'h2', threads: 1, connections: 'warm' },
      }),
  };
}

const undiciHttp2: Http2Kind = {
  name: 'undici, one warm HTTP/2 client',
  ours: false,
  async open(port, size, cert) {
    const client = new Client(`https://127.0.0.1:${port}`, {
      allowH2: true,
      pipelining: size,
      maxConcurrentStreams: size,
      connect: { ca: cert },
    });
    // Called idempotent, or undici would send one after the other.
    const all = () =>
      Promise.all(
        Array.from({ length: size }, async () =>
          (await client.request({ method: 'POST', path: '/race', body, idempotent: true })).body.dump(),
        ),
      );
    await (await client.request({ method: 'POST', path: '/warm', body })).body.dump();
    return { name: undiciHttp2.name, fire: async () => void (await all()), close: () => client.close() };
  },
};

const nodeHttp2: Http2Kind = {
  name: 'node:http2, one warm session',
  ours: false,
  async open(port, size, cert) {
    const session = connect(`https://127.0.0.1:${port}`, { ca: cert });
    await once(session, 'remoteSettings');
    const one = () =>
      new Promise<void>((done, fail) => {
        const stream = session.request({ ':method': 'POST', ':path': '/race' });
        stream.resume().on('end', done).on('error', fail).end(body);
      });
    return {
      name: nodeHttp2.name,
      fire: async () => void (await Promise.all(Array.from({ length: size }, one))),
      close: async () => session.destroy(),
    };
  },
};

const h2load: Http2Kind = {
  name: 'h2load',
  ours: false,
  ...(!isInstalled('h2load') && { absent: 'h2load' }),
  open: async (port, size) => ({
    name: 'h2load',
    fire: async () =>
      void (await output('h2load', [
        '-n',
        String(size),
        '-c',
        '1',
        '-m',
        String(size),
        `https://127.0.0.1:${port}/race`,
      ])),
    close: () => Promise.resolve(),
  }),
};

export const http2Kinds: readonly Http2Kind[] = [
  racehound('single-packet', 'end'),
  racehound('tls-record', 'headers'),
  nodeHttp2,
  undiciHttp2,
  h2load,
];
