import type { PoolClient } from 'pg';
import { z } from 'zod';
import { retrying } from '../database/retry.ts';
import { type Id, insertedRow, requiredRow } from '../database/rows.ts';
import { inTransaction, type Isolation } from '../database/transaction.ts';
import { valid } from '../http/body.ts';
import type { Reply } from '../http/router.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

const newShift = z.object({ doctors: z.int().min(1).max(100) });
const leave = z.object({ doctor: z.int32() });

const isolation: Readonly<Record<Twin, Isolation>> = {
  // A snapshot does not help: each doctor sees the others on call, and no two of them write the same row. This is write skew
  // (Berenson et al., "A Critique of ANSI SQL Isolation Levels", 1995, A5B).
  racy: 'REPEATABLE READ',
  // PostgreSQL notices that no order of the transactions explains what they read, and sacrifices one (PostgreSQL docs,
  // 13.2.3); it is run again, sees that it is alone, and is refused.
  mended: 'SERIALIZABLE',
};

/** Doctors on call: anyone may leave while another one stays. */
export const writeSkew: Service = {
  name: 'write-skew',
  title: 'Write skew',
  harm: 'a rule over several rows breaks though nobody wrote the same row',
  bug: 'counts who is on call in a snapshot, then takes itself off: all who leave together see the others stay',
  cure: 'the isolation level Serializable, and another try for the transaction that it sacrifices',
  observe: 'the rows that the rule is about, after all requests were answered',
  watch: {
    'shifts with nobody on call':
      'SELECT count(*) FROM shifts WHERE NOT EXISTS (SELECT FROM doctors WHERE shift = shifts.id AND on_call)',
  },
  tables: () => `
    CREATE TABLE shifts (id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY);
    CREATE TABLE doctors (
      shift integer NOT NULL REFERENCES shifts,
      number integer NOT NULL,
      on_call boolean NOT NULL DEFAULT true,
      PRIMARY KEY (shift, number)
    )`,
  open: (twin, { pool }) => ({
    routes: {
      'POST /shifts': async ({ body }) => {
        const { doctors } = valid(newShift, body);
        return inTransaction(pool, async (client) => {
          const { id } = await insertedRow<Id>(client, 'INSERT INTO shifts DEFAULT VALUES RETURNING id', []);
          await client.query('INSERT INTO doctors (shift, number) SELECT $1, generate_series(1, $2)', [id, doctors]);
          return { status: 201, json: { id, doctors } };
        });
      },
      'GET /shifts/:id': async ({ params: { id } }) => ({
        status: 200,
        json: await requiredRow(
          pool,
          'shift',
          `SELECT shift AS id, count(*) FILTER (WHERE on_call)::integer AS "onCall"
           FROM doctors WHERE shift = $1 GROUP BY shift`,
          [id],
        ),
      }),
      'POST /shifts/:id/leaves': async ({ params: { id }, body }) => {
        const { doctor } = valid(leave, body);
        return retrying(() => inTransaction(pool, (client) => takeLeave(client, id, doctor), isolation[twin]));
      },
    },
  }),
};

async function takeLeave(client: PoolClient, shift: string | undefined, doctor: number): Promise<Reply> {
  const { onCall } = await requiredRow<{ onCall: number }>(
    client,
    'shift',
    'SELECT count(*)::integer AS "onCall" FROM doctors WHERE shift = $1 AND on_call',
    [shift],
  );
  if (onCall < 2) return { status: 409, json: { error: 'somebody has to stay' } };
  await requiredRow(
    client,
    'doctor',
    'UPDATE doctors SET on_call = false WHERE shift = $1 AND number = $2 RETURNING number',
    [shift, doctor],
  );
  return { status: 201, json: { doctor } };
}
