import { z } from 'zod';
import { runKeeper } from '../keeper-entry.ts';
import { runPostgres } from './run-postgres.ts';

/** Entry file of a child process that owns PostgreSQL. It is told where the binaries are. */
runKeeper(z.object({ folder: z.string(), native: z.string() }), async ({ folder, native }, onLog) => {
  const postgres = await runPostgres(native, folder, onLog);
  return { ready: postgres.url, close: () => postgres.close() };
});
