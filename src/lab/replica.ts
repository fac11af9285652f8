import { z } from 'zod';
import { runChild } from './child-entry.ts';
import { wireSchema } from './http/wire.ts';
import { redisAddressSchema } from './redis/twin-redis.ts';
import { serveLab } from './serve-lab.ts';

const order = z.object({
  port: z.int(),
  instance: z.int(),
  databaseUrl: z.string(),
  poolSize: z.int(),
  redis: redisAddressSchema.exactOptional(),
  wire: wireSchema,
});

/** How often an instance tells the first one what it has served, for the page. */
const tellEveryMs = 500;

/** Entry file of a child process: one more instance of every service, with caches, copies and a clock of its own. */
runChild(order, async (address, onLog, onNews) => {
  const server = await serveLab(address, onLog);
  let told = 0;
  const telling = setInterval(() => {
    const { total } = server.served;
    if (total !== told) onNews(server.served.counts());
    told = total;
  }, tellEveryMs);
  return {
    ready: null,
    async close() {
      clearInterval(telling);
      await server.close();
    },
  };
});
