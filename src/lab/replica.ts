import { z } from 'zod';
import { runChild } from './child-entry.ts';
import { wireSchema } from './http/wire.ts';
import { serveLab } from './serve-lab.ts';

/** Entry file of a child process: one more instance of every service, with caches and copies of its own. */
runChild(z.object({ port: z.int(), databaseUrl: z.string(), wire: wireSchema }), async (address, onLog) => {
  const server = await serveLab(address, onLog);
  return { ready: null, close: () => server.close() };
});
