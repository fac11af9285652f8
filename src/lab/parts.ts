import type { Pool } from 'pg';
import type { TwinRedis } from './redis/twin-redis.ts';

/** What one twin of a service gets to work with, in one instance of the lab. */
export interface Parts {
  /** Sees the tables of this twin only. */
  readonly pool: Pool;
  /** Throws unless the service says that it needs Redis. */
  redis(): TwinRedis;
  /** What this instance takes for the time, in milliseconds since 1970. The clocks of some instances are wrong: see `clock.ts`. */
  readonly now: () => number;
}
