import { startChild } from './child-process.ts';
import { labCertificate } from './certificate.ts';
import { createSchemas } from './database/schemas.ts';
import type { Wire } from './http/wire.ts';
import { instanceBounds } from './instance-bounds.ts';
import { streamsWithoutHttp2, unlessTaken } from './lab-errors.ts';
import type { Log } from './log.ts';
import { labPage } from './page/lab-page.ts';
import { freePorts } from './ports.ts';
import { available, type LabAddress, serveLab } from './serve-lab.ts';
import type { Counts } from './served.ts';
import { findRedis, startPostgres, type Undo } from './servers.ts';
import { services } from './services/index.ts';

/** Connections that all pools of the lab share; its own PostgreSQL takes a few more. */
const connections = 380;

export interface LabOptions {
  /** Base port, 0 for any that is free with enough free ones above it, which the further instances take. */
  readonly port: number;
  /** Instances beside the first one, 3 to 50, each a process of its own; 3 when it is not said. */
  readonly instances?: number;
  /** `postgres://` URL of a database to use; without it the lab starts a PostgreSQL of its own. */
  readonly database?: string;
  /** `redis://` URL of a Redis to use; without it the lab starts one of its own, if there is one to start. */
  readonly redis?: string;
  /** HTTPS, with a certificate that the lab makes for itself. */
  readonly tls?: boolean;
  /** HTTP/2: by ALPN over TLS, else by prior knowledge. */
  readonly http2?: boolean;
  /** Streams that an HTTP/2 connection takes at one time. */
  readonly maxStreams?: number;
  /** Where the scenarios lie, for the commands on the lab's page. */
  readonly scenarios?: string;
  readonly onLog?: Log;
}

/** The running lab: every service and its twin, on several instances over one database. */
export interface Lab {
  readonly port: number;
  readonly url: string;
  /** URLs of the further instances, each a process of its own. */
  readonly instances: readonly string[];
  /** File with the certificate of a lab that speaks TLS, for `--cacert`; gone when the lab is stopped. */
  readonly certificate?: string;
  /** Classes that are not served, because a part that they need is not there. */
  readonly leftOut: readonly string[];
  /** Stops everything, drops the tables, removes the database that the lab started. Repeated calls share one stop. */
  stop(): Promise<void>;
}

export async function launch(options: LabOptions): Promise<Lab> {
  const { database, redis, tls = false, http2 = false, maxStreams, onLog = () => undefined } = options;
  const { instances = instanceBounds.least, scenarios = 'scenarios' } = options;
  if (maxStreams !== undefined && !http2) throw streamsWithoutHttp2();
  const undo: Undo = [];
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= undoAll(undo, onLog));
  try {
    const port = options.port === 0 ? await freePorts(instances + 1) : options.port;
    const databaseUrl = database ?? (await startPostgres(undo, onLog));
    const redisFound = await findRedis(redis, undo, onLog);
    const open = available(redisFound.url);
    const leftOut = services.filter((service) => !open.includes(service)).map(({ name }) => name);
    if (redisFound.url === undefined && leftOut.length > 0)
      onLog(`without Redis these classes are left out: ${leftOut.join(', ')}; for them ${redisFound.why}`);
    const certificate = tls ? await labCertificate() : undefined;
    if (certificate !== undefined) undo.push(() => certificate.remove());
    const wire: Wire = {
      http2,
      ...(certificate && { tls: { key: certificate.key, cert: certificate.cert } }),
      ...(maxStreams !== undefined && { maxStreams }),
    };
    const schemas = await createSchemas(databaseUrl, open, onLog);
    undo.push(() => schemas.drop());

    const poolSize = Math.min(20, Math.floor(connections / (2 * (instances + 1))));
    const addressOf = (instance: number): LabAddress => ({
      port: port + instance,
      instance,
      databaseUrl,
      poolSize,
      redisUrl: redisFound.url,
      wire,
    });
    const urlOf = (instance: number) => `${tls ? 'https' : 'http'}://127.0.0.1:${port + instance}`;
    const numbers = Array.from({ length: instances }, (_, index) => index + 1);
    const news = await startReplicas(numbers.map(addressOf), undo, onLog);
    const page = labPage({
      url: urlOf(0),
      port,
      scenarios,
      ...(certificate && { certificate: certificate.path }),
      instances,
      leftOut,
      countsOfOthers: () => [...news.values()],
    });
    const server = await serveLab(addressOf(0), onLog, page).catch(unlessTaken(port, instances));
    undo.push(() => server.close());
    return {
      port,
      url: urlOf(0),
      instances: numbers.map(urlOf),
      ...(certificate && { certificate: certificate.path }),
      leftOut,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts them side by side; when one does not start, those that did are stopped. Gives back what each has served, as it tells. */
async function startReplicas(
  addresses: readonly LabAddress[],
  undo: Undo,
  onLog: Log,
): Promise<ReadonlyMap<number, Counts>> {
  const news = new Map<number, Counts>();
  const starts = await Promise.allSettled(
    addresses.map((address) =>
      startChild<null>('./replica.js', address, onLog, (counts) => news.set(address.instance, counts as Counts)).catch(
        unlessTaken(address.port, addresses.length),
      ),
    ),
  );
  for (const start of starts) if (start.status === 'fulfilled') undo.push(() => start.value.stop());
  for (const start of starts) if (start.status === 'rejected') throw start.reason;
  return news;
}

/** The last thing first; what fails is told, and does not keep the rest from being stopped. */
async function undoAll(undo: Undo, onLog: Log): Promise<void> {
  for (const step of undo.toReversed()) {
    await step().catch((error: Error) => onLog(`while stopping: ${error.message}`));
  }
}
