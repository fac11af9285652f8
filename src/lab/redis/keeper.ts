import { z } from 'zod';
import { runChild } from '../child-entry.ts';
import { runRedis } from './run-redis.ts';

/** Entry file of a child process that owns Redis, as `postgres/keeper.ts` owns PostgreSQL. Ready with null when none is installed. */
runChild(z.object({}), async () => {
  const redis = await runRedis();
  return { ready: redis?.url ?? null, close: async () => redis?.close() };
});
