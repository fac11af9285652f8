import type { Pool } from 'pg';
import { z } from 'zod';
import { firstRow, insertedRow, requiredRow } from '../database/rows.ts';
import { valid } from '../http/body.ts';
import { HttpError } from '../http/http-error.ts';
import type { Service } from '../service.ts';

const newValue = z.object({ value: z.string().max(1000) });

type Fields = Readonly<Record<string, string>>;

interface Profile {
  readonly fields: Fields;
  readonly version: number;
}

/** Puts a field into a profile and leaves the others as they are. */
type Merge = (pool: Pool, profile: string | undefined, change: Fields) => Promise<void>;

/** The whole profile is written back, also what somebody else has changed since it was read. */
const mergeRacy: Merge = async (pool, profile, change) => {
  const read = await readProfile(pool, profile);
  const merged = { ...read.fields, ...change };
  await pool.query('UPDATE profiles SET fields = $2 WHERE id = $1', [profile, merged]);
};

/** Whoever loses this often has come into a steady stream of changes. */
const mostAttempts = 50;

/**
 * Optimistic locking: the profile is written only in the version that was read, else read again (Fowler, "Patterns of
 * Enterprise Application Architecture", Optimistic Offline Lock). Who loses has lost to somebody who got through, so that n
 * changes at a time need n attempts at most; but one of them may lose to newcomers again and again, so it gives up in the end.
 */
const mergeMended: Merge = async (pool, profile, change) => {
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const { fields: current, version } = await readProfile(pool, profile);
    const merged = { ...current, ...change };
    const written = await firstRow(
      pool,
      'UPDATE profiles SET fields = $2, version = version + 1 WHERE id = $1 AND version = $3 RETURNING id',
      [profile, merged, version],
    );
    if (written !== undefined) return;
  }
  throw new HttpError(503, 'too many changes at a time; try again');
};

/** Profiles whose fields are changed one by one. */
export const lostField: Service = {
  name: 'lost-field',
  title: 'Lost field of a document',
  harm: 'a change that was acknowledged is undone by a change of something else',
  bug: 'reads the profile, changes a field, writes the whole: changes of other fields in the meantime are gone',
  cure: 'a version column in the WHERE clause, and another try when somebody was faster',
  observe: 'the whole document afterwards, and which changes were acknowledged',
  tables: () => `
    CREATE TABLE profiles (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      fields jsonb NOT NULL DEFAULT '{}',
      version integer NOT NULL DEFAULT 1
    )`,
  open: (twin, { pool }) => {
    const merge = { racy: mergeRacy, mended: mergeMended }[twin];
    return {
      routes: {
        'POST /profiles': async () => ({
          status: 201,
          json: await insertedRow(pool, 'INSERT INTO profiles DEFAULT VALUES RETURNING id, fields', []),
        }),
        'GET /profiles/:id': async ({ params: { id } }) => {
          const { fields: all } = await readProfile(pool, id);
          return { status: 200, json: { fields: all, names: Object.keys(all) } };
        },
        'PUT /profiles/:id/fields/:name': async ({ params: { id, name = '' }, body }) => {
          const { value } = valid(newValue, body);
          await merge(pool, id, { [name]: value });
          return { status: 200, json: { name, value } };
        },
      },
    };
  },
};

function readProfile(pool: Pool, profile: string | undefined): Promise<Profile> {
  return requiredRow<Profile>(pool, 'profile', 'SELECT fields, version FROM profiles WHERE id = $1', [profile]);
}
