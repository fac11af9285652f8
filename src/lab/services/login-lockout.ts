import { randomBytes, scrypt, type ScryptOptions, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { firstRow, requiredRow } from '../database/rows.ts';
import { inTransaction } from '../database/transaction.ts';
import { valid } from '../http/body.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

const credentials = z.object({ name: z.string().min(1).max(100), password: z.string().min(1).max(100) });

/** Wrong passwords in a row after which nobody gets in any more. */
const mostFailures = 5;

interface Secret {
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** How a login ends. */
type Login = 'open' | 'wrong' | 'locked';

const findLogin: Readonly<Record<Twin, string>> = {
  // Checking a password takes its time, and all guesses that begin in that time see the old number of failures.
  racy: 'SELECT salt, hash, failures FROM logins WHERE name = $1',
  // One guess at a time: the next one waits here until this one is counted (PostgreSQL docs, 13.3.2). To count a guess before it is
  // checked would hold the limit as well, but lock out the people whose right passwords come together. The limit itself: NIST
  // SP 800-63B, "Rate Limiting (Throttling)".
  mended: 'SELECT salt, hash, failures FROM logins WHERE name = $1 FOR UPDATE',
};

async function logIn(client: PoolClient, twin: Twin, name: string, password: string): Promise<Login> {
  const user = await firstRow<Secret & { failures: number }>(client, findLogin[twin], [name]);
  if (user === undefined) return 'wrong';
  if (user.failures >= mostFailures) return 'locked';
  const right = await isRight(password, user);
  await client.query(`UPDATE logins SET failures = ${right ? '0' : 'failures + 1'} WHERE name = $1`, [name]);
  return right ? 'open' : 'wrong';
}

const replies = {
  open: { status: 201, json: { welcome: true } },
  wrong: { status: 401, json: { error: 'wrong name or password' } },
  locked: { status: 423, json: { error: 'locked after too many wrong passwords' } },
} as const;

/** A login that locks after five wrong passwords in a row. */
export const loginLockout: Service = {
  name: 'login-lockout',
  title: 'Login lock-out overrun',
  harm: 'many more passwords are tried than the lock allows',
  bug: 'counts a wrong password after it was checked: guesses that come together are all checked',
  cure: 'SELECT ... FOR UPDATE: one guess at a time is checked and counted',
  observe:
    'how many guesses were answered "wrong" instead of "locked"; the counter of failures; whether right passwords still get in',
  watch: {
    'logins that were guessed at beyond the lock': `SELECT count(*) FROM logins WHERE failures > ${mostFailures}`,
  },
  tables: () => `
    CREATE TABLE logins (
      name text PRIMARY KEY,
      salt bytea NOT NULL,
      hash bytea NOT NULL,
      failures integer NOT NULL DEFAULT 0
    )`,
  open: (twin, { pool }) => ({
    routes: {
      'POST /logins': async ({ body }) => {
        const { name, password } = valid(credentials, body);
        const salt = randomBytes(16);
        const login = await firstRow(
          pool,
          `INSERT INTO logins (name, salt, hash) VALUES ($1, $2, $3)
             ON CONFLICT DO NOTHING RETURNING name, failures`,
          [name, salt, await hashed(password, salt)],
        );
        return login === undefined
          ? { status: 409, json: { error: 'this name is taken' } }
          : { status: 201, json: login };
      },
      'GET /logins/:name': async ({ params: { name } }) => ({
        status: 200,
        json: await requiredRow(pool, 'login', 'SELECT name, failures FROM logins WHERE name = $1', [name]),
      }),
      'POST /sessions': async ({ body }) => {
        const { name, password } = valid(credentials, body);
        return replies[await inTransaction(pool, (client) => logIn(client, twin, name, password))];
      },
    },
  }),
};

async function isRight(password: string, { salt, hash }: Secret): Promise<boolean> {
  return timingSafeEqual(hash, await hashed(password, salt));
}

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** A quarter of Node's default, as a dozen guesses share the machine with the hunt; a real service should take much more. */
const cost = 2 ** 12;

function hashed(password: string, salt: Buffer): Promise<Buffer> {
  return derive(password, salt, 32, { cost });
}
