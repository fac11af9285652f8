import { runChild } from '../child-entry.ts';
import { connectRedis, dropKeys, redisAddressSchema } from './twin-redis.ts';

/** Entry file of a child process that removes the keys of the lab from a Redis that goes on, however the lab ends. */
runChild(redisAddressSchema, async (address, onLog) => {
  const client = await connectRedis(address.url, onLog);
  client.destroy();
  return { ready: null, close: () => dropKeys(address, onLog) };
});
