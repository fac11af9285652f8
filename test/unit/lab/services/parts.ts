import type { Pool } from 'pg';
import type { Parts } from '../../../../src/lab/parts.ts';

/** What a service gets in a unit test: a pool, no Redis, and a clock that stands still unless another is given. */
export function partsWith(pool: Pool, more: Partial<Parts> = {}): Parts {
  return {
    pool,
    redis() {
      throw new Error('this test has no Redis');
    },
    now: () => 0,
    ...more,
  };
}
