import autocannon from 'autocannon';
import { Pool } from 'undici';
import { threadBurster } from '../../src/engine/threads.ts';
import type { Delivery } from '../../src/history/delivery.ts';
import type { Origin } from '../../src/history/request.ts';
import { isInstalled, output, start } from './processes.ts';

/** One way of firing `size` requests at `POST /race` of a service on loopback, again and again. */
export interface Technique {
  readonly name: string;
  fire(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a technique for bursts of `size` at a port. */
export interface TechniqueKind {
  readonly name: string;
  readonly ours: boolean;
  /** The name of what is missing on this machine. */
  readonly absent?: string;
  open(port: number, size: number): Promise<Technique>;
}

const body = '{"amount":1}';

function racehound(delivery: Pick<Delivery, 'method' | 'threads'>): TechniqueKind {
  const name = `racehound ${delivery.method}${delivery.threads > 1 ? `, ${delivery.threads} threads` : ''}`;
  return {
    name,
    ours: true,
    open: (port, size) =>
      racehoundAt(name, { protocol: 'http:', hostname: '127.0.0.1', port }, size, undefined, {
        ...delivery,
        ...{ protocol: 'http/1.1', hold: 'headers', connections: 'warm' },
      }),
  };
}

/** Our own firing threads, with one way of putting a burst on the wire. `ca`: PEM text of the certificate to trust. */
export async function racehoundAt(
  name: string,
  origin: Origin,
  size: number,
  ca: string | undefined,
  delivery: Delivery,
): Promise<Technique> {
  const burster = threadBurster(
    { insecure: false, connectTimeoutMs: 5_000, maxBodyBytes: 64, ...(ca !== undefined && { ca }) },
    process.hrtime.bigint(),
  );
  const members = Array.from({ length: size }, (_, member) => ({
    member,
    offsetNs: 0,
    request: { origin, method: 'POST', path: '/race', headers: [], body: Buffer.from(body), timeoutMs: 10_000 },
  }));
  return {
    name,
    fire: async () => void (await burster.fire(members, delivery, new AbortController().signal)),
    close: () => burster.close(),
  };
}

const undiciWarm: TechniqueKind = {
  name: 'undici, warm pool',
  ours: false,
  async open(port, size) {
    const pool = new Pool(`http://127.0.0.1:${port}`, { connections: size, pipelining: 1 });
    const all = (path: string) =>
      Promise.all(
        Array.from({ length: size }, async () =>
          (await pool.request({ method: 'POST', path, body, headers: {} })).body.dump(),
        ),
      );
    await all('/warm');
    return { name: undiciWarm.name, fire: async () => void (await all('/race')), close: () => pool.close() };
  },
};

const autocannonPeer: TechniqueKind = {
  name: 'autocannon',
  ours: false,
  open: async (port, size) => ({
    name: autocannonPeer.name,
    async fire() {
      await autocannon({ url: `http://127.0.0.1:${port}/race`, method: 'POST', body, connections: size, amount: size });
    },
    close: () => Promise.resolve(),
  }),
};

/** A program that fires one burst and ends. */
function program(
  name: string,
  executable: string,
  args: (url: string, size: number) => readonly string[],
): TechniqueKind {
  return {
    name,
    ours: false,
    ...(!isInstalled(executable) && { absent: executable }),
    open: async (port, size) => ({
      name,
      fire: async () => void (await output(executable, args(`http://127.0.0.1:${port}/race`, size))),
      close: () => Promise.resolve(),
    }),
  };
}

/** The simplest last-byte release in C. */
export function floor(executable: string): TechniqueKind {
  return {
    name: 'floor (C)',
    ours: false,
    async open(port, size) {
      const running = start(executable, [String(port), String(size)]);
      return {
        name: 'floor (C)',
        async fire() {
          running.write('');
          await running.nextLine();
        },
        close: () => running.stop(),
      };
    },
  };
}

export const ours: readonly TechniqueKind[] = [
  racehound({ method: 'last-byte', threads: 1 }),
  racehound({ method: 'last-byte', threads: 2 }),
  racehound({ method: 'barrier', threads: 1 }),
  racehound({ method: 'pipelined', threads: 1 }),
];

export const peers: readonly TechniqueKind[] = [
  undiciWarm,
  autocannonPeer,
  program('hey', 'hey', (url, size) => ['-n', String(size), '-c', String(size), '-m', 'POST', '-d', body, url]),
  program('ab', 'ab', (url, size) => ['-n', String(size), '-c', String(size), '-m', 'POST', '-q', url]),
  program('curl -Z', 'curl', (url, size) => [
    ...['-s', '-Z', '--parallel-immediate', '--parallel-max', String(size), '-X', 'POST'],
    ...Array.from({ length: size }, () => ['-o', '/dev/null', url]).flat(),
  ]),
];
