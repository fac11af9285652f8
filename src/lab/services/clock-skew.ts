import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { z } from 'zod';
import { requiredRow } from '../database/rows.ts';
import { valid } from '../http/body.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

const newToken = z.object({ validForMs: z.int().min(1).max(3_600_000) });

/** Whose time decides when a token runs out. */
interface Validity {
  issue(token: string, validForMs: number): Promise<void>;
  /** Whether the token is still good. */
  check(token: string): Promise<boolean>;
}

/** Each instance asks its own clock, and takes the time that another instance has written for its own. */
function racyValidity(pool: Pool, now: () => number): Validity {
  return {
    async issue(token, validForMs) {
      await pool.query('INSERT INTO tokens (token, expires_at) VALUES ($1, $2)', [token, new Date(now() + validForMs)]);
    },
    async check(token) {
      const found = await requiredRow<{ expires_at: Date }>(
        pool,
        'token',
        'SELECT expires_at FROM tokens WHERE token = $1',
        [token],
      );
      return found.expires_at.getTime() > now();
    },
  };
}

/** One clock for all: the database's (PostgreSQL docs, 9.9.5). */
function mendedValidity(pool: Pool): Validity {
  return {
    async issue(token, validForMs) {
      await pool.query(`INSERT INTO tokens (token, expires_at) VALUES ($1, now() + $2 * interval '1 millisecond')`, [
        token,
        validForMs,
      ]);
    },
    async check(token) {
      const { good } = await requiredRow<{ good: boolean }>(
        pool,
        'token',
        'SELECT expires_at > now() AS good FROM tokens WHERE token = $1',
        [token],
      );
      return good;
    },
  };
}

const validities: Readonly<Record<Twin, (pool: Pool, now: () => number) => Validity>> = {
  racy: racyValidity,
  mended: mendedValidity,
};

/** Tokens that run out, checked on instances whose clocks disagree. */
export const clockSkew: Service = {
  name: 'clock-skew',
  title: 'A token that expires while clocks disagree',
  harm: 'a link that was just sent is "expired", and one that ran out still opens the door, depending on the instance',
  bug: 'one instance writes when the token runs out, another compares that with its own clock',
  cure: 'one clock for all instances: the database decides what is expired',
  observe: 'what each instance says of the same token at the same instant',
  needs: ['instances'],
  tables: () => `CREATE TABLE tokens (token uuid PRIMARY KEY, expires_at timestamptz NOT NULL)`,
  open: (twin, { pool, now }) => {
    const validity = validities[twin](pool, now);
    return {
      routes: {
        'POST /tokens': async ({ body }) => {
          const { validForMs } = valid(newToken, body);
          const token = randomUUID();
          await validity.issue(token, validForMs);
          return { status: 201, json: { token } };
        },
        'GET /tokens/:token': async ({ params: { token = '' } }) => {
          const good = await validity.check(valid(z.uuid(), token));
          const nowMs = now();
          return good
            ? { status: 200, json: { good, nowMs } }
            : { status: 410, json: { error: 'expired', good, nowMs } };
        },
      },
    };
  },
};
