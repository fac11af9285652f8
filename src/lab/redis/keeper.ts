import { z } from 'zod';
import { runKeeper } from '../keeper-entry.ts';
import { runRedis } from './run-redis.ts';

/** Entry file of a child process that owns Redis. Ready with null when none is installed. */
runKeeper(z.object({ folder: z.string() }), async ({ folder }) => {
  const redis = await runRedis(folder);
  return { ready: redis?.url ?? null, close: async () => redis?.close() };
});
