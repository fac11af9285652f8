import type { Pool } from 'pg';
import { z } from 'zod';
import { firstRow, type Id, insertedRow } from '../database/rows.ts';
import { valid } from '../http/body.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

const email = z.email();
const newUser = z.object({ email });

/** The id of the new user; undefined when the address is taken. */
type Register = (pool: Pool, email: string) => Promise<number | undefined>;

/** Nothing keeps two requests from looking before either of them inserts. */
const registerRacy: Register = async (pool, email) => {
  if ((await firstRow<Id>(pool, 'SELECT id FROM users WHERE email = $1', [email])) !== undefined) return undefined;
  return (await insertedRow<Id>(pool, 'INSERT INTO users (email) VALUES ($1) RETURNING id', [email])).id;
};

/** The unique constraint decides; who comes second inserts nothing and gets no row (PostgreSQL docs, INSERT, ON CONFLICT). */
const registerMended: Register = async (pool, email) => {
  const user = await firstRow<Id>(
    pool,
    'INSERT INTO users (email) VALUES ($1) ON CONFLICT (email) DO NOTHING RETURNING id',
    [email],
  );
  return user?.id;
};

const unique: Readonly<Record<Twin, string>> = { racy: '', mended: 'UNIQUE' };

/** A sign-up: one account for an address. */
export const duplicateSignup: Service = {
  name: 'duplicate-signup',
  title: 'Duplicate sign-up',
  harm: 'an address has several accounts, and nobody knows which of them the next login gets',
  bug: 'looks the address up, then inserts: several requests find it free',
  cure: 'a unique constraint, and one INSERT that tells whether it won',
  observe: 'how many accounts the address has, and how many requests were told that it is theirs',
  watch: {
    'addresses with several accounts':
      'SELECT count(*) FROM (SELECT FROM users GROUP BY email HAVING count(*) > 1) AS doubled',
  },
  tables: (twin) => `
    CREATE TABLE users (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      email text NOT NULL ${unique[twin]}
    )`,
  open: (twin, { pool }) => {
    const register = { racy: registerRacy, mended: registerMended }[twin];
    return {
      routes: {
        'POST /users': async ({ body }) => {
          const user = valid(newUser, body);
          const id = await register(pool, user.email);
          return id === undefined
            ? { status: 409, json: { error: 'this address is taken' } }
            : { status: 201, json: { id, email: user.email } };
        },
        'GET /users': async ({ query }) => {
          const address = valid(email, query.get('email'));
          const { rowCount: count } = await pool.query('SELECT FROM users WHERE email = $1', [address]);
          return { status: 200, json: { email: address, count } };
        },
        'DELETE /users': async ({ query }) => {
          const address = valid(email, query.get('email'));
          const { rowCount: removed } = await pool.query('DELETE FROM users WHERE email = $1', [address]);
          return { status: 200, json: { email: address, removed } };
        },
      },
    };
  },
};
