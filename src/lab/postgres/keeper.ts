import { z } from 'zod';
import { runChild } from '../child-entry.ts';
import { runPostgres } from './run-postgres.ts';

/**
 * Entry file of a child process that owns PostgreSQL: however the lab ends, by `stop`, a crash or SIGKILL, the keeper outlives
 * it for the moment that it takes to stop the server and remove its folder. It is told where the binaries are.
 */
runChild(z.object({ native: z.string() }), async ({ native }, onLog) => {
  const postgres = await runPostgres(native, onLog);
  return { ready: postgres.url, close: () => postgres.close() };
});
