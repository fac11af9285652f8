import type { PoolClient } from 'pg';
import { z } from 'zod';
import { firstRow, insertedRow } from '../database/rows.ts';
import { inTransaction } from '../database/transaction.ts';
import { valid } from '../http/body.ts';
import type { Service } from '../service.ts';

const address = z.email();
const newCode = z.object({ email: address });
const login = z.object({ code: z.uuid() });

/** Whose code it is, which is used up now; undefined when it is no code, or no longer one. */
type Redeem = (client: PoolClient, code: string) => Promise<string | undefined>;

interface Code {
  readonly email: string;
}

/** Until the first DELETE is committed every request finds the code, and nobody asks a DELETE whether it removed anything. */
const redeemRacy: Redeem = async (client, code) => {
  const found = await firstRow<Code>(client, 'SELECT email FROM codes WHERE code = $1 AND expires_at > now()', [code]);
  if (found === undefined) return undefined;
  await client.query('DELETE FROM codes WHERE code = $1', [code]);
  return found.email;
};

/**
 * Only one DELETE gets the row back: the others wait for it, and pass over a row that is gone (PostgreSQL docs, 13.2.1). Of a code that
 * comes again RFC 6749, section 4.1.2, says that the server "MUST deny the request".
 */
const redeemMended: Redeem = async (client, code) => {
  const removed = await firstRow<Code>(
    client,
    'DELETE FROM codes WHERE code = $1 AND expires_at > now() RETURNING email',
    [code],
  );
  return removed?.email;
};

/** Login by a code that is good for one session. */
export const oneTimeCode: Service = {
  name: 'one-time-code',
  title: 'One-time code redeemed twice',
  harm: 'a code for one login opens several sessions',
  bug: 'looks the code up, then deletes it: a code that is sent twice at once opens two sessions',
  cure: 'DELETE ... RETURNING: the code belongs to whoever removed it',
  observe: 'the sessions that are open, and the answers',
  watch: {
    'codes that opened more than one session':
      'SELECT count(*) FROM (SELECT FROM code_sessions GROUP BY code HAVING count(*) > 1) AS reused',
  },
  tables: () => `
    CREATE TABLE codes (
      code uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      email text NOT NULL,
      expires_at timestamptz NOT NULL DEFAULT now() + interval '10 minutes'
    );
    CREATE TABLE code_sessions (
      token uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      code uuid NOT NULL,
      email text NOT NULL
    );
    CREATE INDEX ON code_sessions (email)`,
  open: (twin, { pool }) => {
    const redeem = { racy: redeemRacy, mended: redeemMended }[twin];
    return {
      routes: {
        // A real service sends it by mail; yours may have a mailbox for tests to look into.
        'POST /codes': async ({ body }) => {
          const { email } = valid(newCode, body);
          return {
            status: 201,
            json: await insertedRow(pool, 'INSERT INTO codes (email) VALUES ($1) RETURNING code, email', [email]),
          };
        },
        'POST /sessions': async ({ body }) => {
          const { code } = valid(login, body);
          // In one transaction: a session that can't be opened uses up no code.
          return inTransaction(pool, async (client) => {
            const email = await redeem(client, code);
            if (email === undefined) return { status: 401, json: { error: 'this code is not valid' } };
            const opened = 'INSERT INTO code_sessions (code, email) VALUES ($1, $2) RETURNING token, email';
            return { status: 201, json: await insertedRow(client, opened, [code, email]) };
          });
        },
        'GET /sessions': async ({ query }) => {
          const email = valid(address, query.get('email'));
          const { rowCount: sessions } = await pool.query('SELECT FROM code_sessions WHERE email = $1', [email]);
          return { status: 200, json: { email, sessions } };
        },
      },
    };
  },
};
