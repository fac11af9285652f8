import type { Pool } from 'pg';
import { z } from 'zod';
import { type Id, insertedRow, requiredRow } from '../database/rows.ts';
import { valid } from '../http/body.ts';
import { notFound } from '../http/http-error.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

const theme = z.object({ theme: z.string().min(1).max(40) });

interface Setting {
  readonly theme: string;
  readonly version: number;
}

/** How one instance reads the setting of a user. */
type Read = (user: string) => Promise<Setting>;

async function load(pool: Pool, user: string): Promise<Setting> {
  return requiredRow<{ theme: string; version: number }>(
    pool,
    'user',
    'SELECT theme, version FROM users_settings WHERE id = $1',
    [user],
  );
}

/** The instance that saved knows it; every other one has a copy of its own, and never asks again. */
function racyRead(pool: Pool, copies: Map<string, Setting>): Read {
  return async (user) => {
    const copy = copies.get(user) ?? (await load(pool, user));
    copies.set(user, copy);
    return copy;
  };
}

/**
 * A copy is used only after the database has said that it is still the newest: validation, as with an ETag (RFC 9110, section
 * 13.1.2; RFC 9111, section 4.3).
 */
function mendedRead(pool: Pool, copies: Map<string, Setting>): Read {
  return async (user) => {
    const { version } = await requiredRow<{ version: number }>(
      pool,
      'user',
      'SELECT version FROM users_settings WHERE id = $1',
      [user],
    );
    const copy = copies.get(user);
    if (copy?.version === version) return copy;
    const setting = await load(pool, user);
    copies.set(user, setting);
    return setting;
  };
}

const reads: Readonly<Record<Twin, (pool: Pool, copies: Map<string, Setting>) => Read>> = {
  racy: racyRead,
  mended: mendedRead,
};

/** The setting of a user, saved on one instance and read on another. */
export const setting: Service = {
  name: 'setting',
  title: 'A setting saved on one instance and read on another',
  harm: 'a user saves a setting, reloads the page, lands on another instance, and sees the old one',
  bug: 'each instance keeps what it has read, and a change on another instance does not reach it',
  cure: 'a version beside the setting: an instance asks for it before it uses its copy',
  observe: 'what every instance answers to the one who has just saved',
  needs: ['instances'],
  tables: () => `
    CREATE TABLE users_settings (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      theme text NOT NULL,
      version integer NOT NULL DEFAULT 1
    )`,
  open: (twin, { pool }) => {
    const copies = new Map<string, Setting>();
    const read = reads[twin](pool, copies);
    return {
      routes: {
        'POST /users': async ({ body }) => {
          const chosen = valid(theme, body);
          const { id } = await insertedRow<Id>(pool, 'INSERT INTO users_settings (theme) VALUES ($1) RETURNING id', [
            chosen.theme,
          ]);
          return { status: 201, json: { id } };
        },
        'GET /users/:id/theme': async ({ params: { id = '' } }) => ({ status: 200, json: { ...(await read(id)) } }),
        'PUT /users/:id/theme': async ({ params: { id = '' }, body }) => {
          const chosen = valid(theme, body);
          const { rows } = await pool.query<{ theme: string; version: number }>(
            'UPDATE users_settings SET theme = $2, version = version + 1 WHERE id = $1 RETURNING theme, version',
            [id, chosen.theme],
          );
          const [saved] = rows;
          if (saved === undefined) throw notFound('user');
          copies.set(id, saved);
          return { status: 200, json: { ...saved } };
        },
      },
    };
  },
};
