import { RacehoundError } from '../support/diagnostic.ts';
import { type Child, ChildFailure, startChild } from './child-process.ts';
import { labCertificate } from './certificate.ts';
import { createSchemas } from './database/schemas.ts';
import type { Wire } from './http/wire.ts';
import type { Log } from './log.ts';
import { missingPostgres } from './peers.ts';
import { locateBinaries } from './postgres/locate-binaries.ts';
import { type LabAddress, serveLab } from './serve-lab.ts';
import { services } from './services/index.ts';

const replicas = 3;

export interface LabOptions {
  /** Base port; the three further instances take the three ports above it. */
  readonly port: number;
  /** `postgres://` URL of a database to use; without it the lab starts a PostgreSQL of its own. */
  readonly database?: string;
  /** HTTPS, with a certificate that the lab makes for itself. */
  readonly tls?: boolean;
  /** HTTP/2: by ALPN over TLS, else by prior knowledge. */
  readonly http2?: boolean;
  /** Streams that an HTTP/2 connection takes at one time. */
  readonly maxStreams?: number;
  readonly onLog?: Log;
}

/** The running lab: every service and its twin, on four instances over one database. */
export interface Lab {
  readonly port: number;
  readonly url: string;
  /** URLs of the three further instances, each a process of its own. */
  readonly instances: readonly string[];
  /** File with the certificate of a lab that speaks TLS, for `--cacert`; gone when the lab is stopped. */
  readonly certificate?: string;
  /** Stops everything, drops the tables, removes the database that the lab started. Repeated calls share one stop. */
  stop(): Promise<void>;
}

export async function launch(options: LabOptions): Promise<Lab> {
  const { port, database, tls = false, http2 = false, maxStreams, onLog = () => undefined } = options;
  if (maxStreams !== undefined && !http2) throw streamsWithoutHttp2();
  const undo: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= undoAll(undo, onLog));
  try {
    const databaseUrl = database ?? (await startPostgres(undo, onLog));
    const certificate = tls ? await labCertificate() : undefined;
    if (certificate !== undefined) undo.push(() => certificate.remove());
    const wire: Wire = {
      http2,
      ...(certificate && { tls: { key: certificate.key, cert: certificate.cert } }),
      ...(maxStreams !== undefined && { maxStreams }),
    };
    const schemas = await createSchemas(databaseUrl, services, onLog);
    undo.push(() => schemas.drop());
    const ports = Array.from({ length: replicas }, (_, index) => port + 1 + index);
    for (const replica of ports) {
      const child = await startReplica({ port: replica, databaseUrl, wire }, onLog);
      undo.push(() => child.stop());
    }
    const server = await serveLab({ port, databaseUrl, wire }, onLog).catch(unlessTaken(port));
    undo.push(() => server.close());
    const urlOf = (of: number) => `${tls ? 'https' : 'http'}://127.0.0.1:${of}`;
    return {
      port,
      url: urlOf(port),
      instances: ports.map(urlOf),
      ...(certificate && { certificate: certificate.path }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startPostgres(undo: (() => Promise<void>)[], onLog: Log): Promise<string> {
  const native = locateBinaries();
  if (native === undefined) throw missingPostgres();
  const keeper = await startChild<string>('./postgres/keeper.js', { native }, onLog).catch(notStarted);
  undo.push(() => keeper.stop());
  return keeper.ready;
}

function startReplica(address: LabAddress, onLog: Log): Promise<Child<null>> {
  return startChild<null>('./replica.js', address, onLog).catch(unlessTaken(address.port));
}

/** The last thing first; what fails is told, and does not keep the rest from being stopped. */
async function undoAll(undo: readonly (() => Promise<void>)[], onLog: Log): Promise<void> {
  for (const step of undo.toReversed()) {
    await step().catch((error: Error) => onLog(`while stopping: ${error.message}`));
  }
}

function streamsWithoutHttp2(): RacehoundError {
  return new RacehoundError('usage', [
    {
      code: 'RH535',
      title: '--max-streams is a limit of HTTP/2 connections, and the lab speaks HTTP/1.1',
      help: 'add --http2',
    },
  ]);
}

function notStarted(error: Error): never {
  throw new RacehoundError('usage', [
    {
      code: 'RH534',
      title: `the lab's own PostgreSQL does not start: ${error.message}`,
      help: 'use a database of your own with --database postgres://...',
    },
  ]);
}

function unlessTaken(port: number): (error: Error) => never {
  return (error) => {
    const code = error instanceof ChildFailure ? error.code : (error as NodeJS.ErrnoException).code;
    if (code !== 'EADDRINUSE') throw error;
    throw new RacehoundError('usage', [
      {
        code: 'RH533',
        title: `port ${port} is in use; the lab needs a base port and the three ports above it`,
        help: 'give another base port with --port',
      },
    ]);
  };
}
