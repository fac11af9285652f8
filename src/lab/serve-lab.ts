import { twinPool } from './database/twin-pool.ts';
import { beneath, type Routes } from './http/router.ts';
import { serve } from './http/serve.ts';
import type { Wire } from './http/wire.ts';
import type { Log } from './log.ts';
import { services } from './services/index.ts';
import { twins } from './twin.ts';

/** Where one process of the lab listens, and where its state is. The tables are there already. */
export interface LabAddress {
  readonly port: number;
  readonly databaseUrl: string;
  readonly wire: Wire;
}

/** Serves both twins of every service on one port, beneath `/racy/<name>` and `/mended/<name>`. */
export async function serveLab(
  { port, databaseUrl, wire }: LabAddress,
  onLog: Log,
): Promise<{ close(): Promise<void> }> {
  const pools = twins.map((twin) => ({ twin, pool: twinPool(databaseUrl, twin, onLog) }));
  const opened = await Promise.all(
    pools.flatMap(({ twin, pool }) =>
      services.map(async (service) => {
        const { routes, close } = await service.open(twin, pool);
        return { routes: beneath(`/${twin}/${service.name}`, routes), close };
      }),
    ),
  );
  const endDatabase = async () => {
    for (const { close } of opened) close?.();
    await Promise.all(pools.map(({ pool }) => pool.end()));
  };

  const routes: Routes = Object.assign({}, index, ...opened.map(({ routes }) => routes));
  try {
    const server = await serve(port, wire, routes, onLog);
    return {
      async close() {
        await server.close();
        await endDatabase();
      },
    };
  } catch (error) {
    await endDatabase();
    throw error;
  }
}

const index: Routes = {
  'GET /health': () => ({ status: 200, json: { ok: true } }),
  'GET /': () => ({
    status: 200,
    json: {
      lab: 'deliberately racy services, each beside its mended twin',
      services: services.map(({ name, bug, cure }) => ({
        name,
        racy: { path: `/racy/${name}`, bug },
        mended: { path: `/mended/${name}`, cure },
      })),
    },
  }),
};
