import { poolSize } from './database/connections.ts';
import { createSchemas } from './database/schemas.ts';
import { endPools, twinPools } from './database/twin-pool.ts';
import type { Wire } from './http/wire.ts';
import { instanceBounds } from './instance-bounds.ts';
import { beyondTheLastPort, lastPort, streamsWithoutHttp2, unlessTaken } from './lab-errors.ts';
import type { Log } from './log.ts';
import { labPage } from './page/lab-page.ts';
import { freePorts } from './ports.ts';
import { startReplicas } from './replicas.ts';
import { available, type LabAddress, serveLab } from './serve-lab.ts';
import { findRedis, layOutCertificate, startPostgres, type Undo } from './servers.ts';
import { services } from './services/index.ts';

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
  const { tls = false, http2 = false, maxStreams, onLog = () => undefined } = options;
  const { instances = instanceBounds.least, scenarios = 'scenarios' } = options;
  if (maxStreams !== undefined && !http2) throw streamsWithoutHttp2();
  if (options.port + instances > lastPort) throw beyondTheLastPort(options.port, instances);
  const undo: Undo = [];
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= undoAll(undo, onLog));
  try {
    const port = options.port === 0 ? await freePorts(instances + 1) : options.port;
    const databaseUrl = options.database ?? (await startPostgres(undo, onLog));
    const found = await findRedis(options.redis, undo, onLog);
    const redis = 'missing' in found ? undefined : found;
    const open = available(redis !== undefined);
    const leftOut = services.filter((service) => !open.includes(service)).map(({ name }) => name);
    if ('missing' in found && leftOut.length > 0)
      onLog(`without Redis these classes are left out: ${leftOut.join(', ')}; for them ${found.missing}`);
    const certificate = tls ? await layOutCertificate(undo, onLog) : undefined;
    const wire: Wire = {
      http2,
      ...(certificate && { tls: { key: certificate.key, cert: certificate.cert } }),
      ...(maxStreams !== undefined && { maxStreams }),
    };
    const schemas = await createSchemas(databaseUrl, open, onLog);
    undo.push(() => schemas.drop());

    const connections = poolSize(schemas.freeConnections, instances + 1);
    const addressOf = (instance: number): LabAddress => ({
      port: port + instance,
      instance,
      databaseUrl,
      poolSize: connections,
      ...(redis && { redis }),
      wire,
    });
    const urlOf = (instance: number) => `${tls ? 'https' : 'http'}://127.0.0.1:${port + instance}`;
    const numbers = Array.from({ length: instances }, (_, index) => index + 1);
    const replicas = await startReplicas(numbers.map(addressOf), undo, onLog);
    const pools = twinPools(databaseUrl, 1, onLog);
    undo.push(() => endPools(pools));
    const page = labPage({
      url: urlOf(0),
      port,
      scenarios,
      ...(certificate && { certificate: certificate.path }),
      instances,
      leftOut,
      replicas,
      pools,
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

/** The last thing first; what fails is told, and does not keep the rest from being stopped. */
async function undoAll(undo: Undo, onLog: Log): Promise<void> {
  for (const step of undo.toReversed()) {
    await step().catch((error: Error) => onLog(`while stopping: ${error.message}`));
  }
}
