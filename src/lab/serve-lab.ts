import { clockOf } from './clock.ts';
import { endPools, twinPools } from './database/twin-pool.ts';
import { beneath, type Page, type Reply, type Routes } from './http/router.ts';
import { serve } from './http/serve.ts';
import type { Wire } from './http/wire.ts';
import type { Log } from './log.ts';
import { connectRedis, type RedisAddress, twinRedis } from './redis/twin-redis.ts';
import { Served } from './served.ts';
import type { Service } from './service.ts';
import { services } from './services/index.ts';
import { twins } from './twin.ts';

/** Where one process of the lab listens, and where its state is. The tables are there already. */
export interface LabAddress {
  readonly port: number;
  /** 0 at the base port, 1 to n at the ports above it. */
  readonly instance: number;
  readonly databaseUrl: string;
  /** Connections to the database for each twin. */
  readonly poolSize: number;
  readonly redis?: RedisAddress;
  readonly wire: Wire;
}

export interface LabServer {
  readonly served: Served;
  close(): Promise<void>;
}

/** The services for which everything is there. */
export function available(withRedis: boolean): readonly Service[] {
  return services.filter(({ needs = [] }) => withRedis || !needs.includes('redis'));
}

/** Serves both twins of every service on one port, beneath `/racy/<name>` and `/mended/<name>`, and whatever else `more` has. */
export async function serveLab(
  { port, instance, databaseUrl, poolSize, redis, wire }: LabAddress,
  onLog: Log,
  more: (served: Served) => Routes<Reply | Page> = () => ({}),
): Promise<LabServer> {
  const undo: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    const pools = twinPools(databaseUrl, poolSize, onLog);
    undo.push(() => endPools(pools));
    const client = redis && (await connectRedis(redis.url, onLog));
    if (client !== undefined) undo.push(() => client.destroy());

    const counter = new Served();
    const routes: Routes<Reply | Page>[] = [{ 'GET /health': () => ({ status: 200, json: { ok: true } }) }];
    for (const service of available(redis !== undefined)) {
      for (const twin of twins) {
        const running = await service.open(twin, {
          pool: pools[twin],
          redis() {
            if (client === undefined || redis === undefined)
              throw new Error(`${service.name} does not say that it needs Redis`);
            return twinRedis(client, redis.prefix, twin, onLog);
          },
          now: clockOf(instance),
        });
        if (running.close !== undefined) undo.push(running.close);
        routes.push(beneath(`/${twin}/${service.name}`, counter.counting(twin, service.name, running.routes)));
      }
    }
    routes.push(more(counter));
    const server = await serve(port, wire, Object.assign({}, ...routes), onLog);
    undo.push(() => server.close());
    return { served: counter, close };
  } catch (error) {
    await close();
    throw error;
  }
}
