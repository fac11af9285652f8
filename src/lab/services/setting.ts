import type { Pool } from 'pg';
import { z } from 'zod';
import { type Id, insertedRow, requiredRow } from '../database/rows.ts';
import { ExpiringMap } from '../expiring-map.ts';
import { valid } from '../http/body.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

const theme = z.object({ theme: z.string().min(1).max(40) });
const keptForMs = 60_000;

/** All that a user has set, of which the lab shows the theme; `version` grows with every change. */
interface Settings extends Readonly<Record<string, number | string>> {
  readonly version: number;
  readonly theme: string;
}

type Copies = ExpiringMap<Settings>;

/** How one instance reads the settings of a user. */
type Read = (user: string) => Promise<Settings>;

/** Some hundred rows, put together: what makes a copy worth having. */
async function load(pool: Pool, user: string): Promise<Settings> {
  return requiredRow<Settings>(
    pool,
    'user',
    `SELECT version, all_settings ->> 'theme' AS theme FROM setting_users,
       LATERAL (SELECT jsonb_object_agg(name, value) AS all_settings FROM user_settings WHERE user_id = setting_users.id) AS set
     WHERE id = $1`,
    [user],
  );
}

/** The instance that saved drops its copy; every other one goes on with its own until that runs out. */
function racyRead(pool: Pool, copies: Copies): Read {
  return async (user) => {
    const copy = copies.get(user);
    if (copy !== undefined) return copy;
    const loaded = await load(pool, user);
    copies.set(user, loaded);
    return loaded;
  };
}

/**
 * A copy is used only after the database has said that it is still the newest, which takes one row: validation, as with an ETag
 * (RFC 9110, section 13.1.2; RFC 9111, section 4.3).
 */
function mendedRead(pool: Pool, copies: Copies): Read {
  return async (user) => {
    const { version } = await requiredRow<{ version: number }>(
      pool,
      'user',
      'SELECT version FROM setting_users WHERE id = $1',
      [user],
    );
    const copy = copies.get(user);
    if (copy?.version === version) return copy;
    const loaded = await load(pool, user);
    copies.set(user, loaded);
    return loaded;
  };
}

const reads: Readonly<Record<Twin, (pool: Pool, copies: Copies) => Read>> = { racy: racyRead, mended: mendedRead };

/** The settings of a user, saved on one instance and read on another. */
export const setting: Service = {
  name: 'setting',
  title: 'A setting saved on one instance and read on another',
  harm: 'a user saves a setting, reloads the page, lands on another instance, and sees the old one',
  bug: 'each instance keeps what it has read for a minute, and a change on another instance does not reach it',
  cure: 'a version of all settings together: an instance asks for it before it uses its copy',
  observe: 'what every instance answers to the one who has just saved',
  needs: ['instances'],
  tables: () => `
    CREATE TABLE setting_users (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      version integer NOT NULL DEFAULT 1
    );
    CREATE TABLE user_settings (
      user_id integer NOT NULL REFERENCES setting_users,
      name text NOT NULL,
      value text NOT NULL,
      PRIMARY KEY (user_id, name)
    )`,
  open: (twin, { pool }) => {
    const copies: Copies = new ExpiringMap(keptForMs);
    const read = reads[twin](pool, copies);
    return {
      routes: {
        'POST /users': async ({ body }) => {
          const chosen = valid(theme, body);
          const { id } = await insertedRow<Id>(
            pool,
            `WITH added AS (INSERT INTO setting_users DEFAULT VALUES RETURNING id), preset AS (
               INSERT INTO user_settings SELECT id, 'setting-' || n, 'preset' FROM added, generate_series(1, 300) AS n)
             INSERT INTO user_settings SELECT id, 'theme', $1 FROM added RETURNING user_id AS id`,
            [chosen.theme],
          );
          return { status: 201, json: { id } };
        },
        'GET /users/:id/theme': async ({ params: { id = '' } }) => ({ status: 200, json: await read(id) }),
        'PUT /users/:id/theme': async ({ params: { id = '' }, body }) => {
          const chosen = valid(theme, body);
          const saved = await requiredRow<Settings>(
            pool,
            'user',
            `WITH changed AS (UPDATE setting_users SET version = version + 1 WHERE id = $1 RETURNING id, version)
             UPDATE user_settings SET value = $2 FROM changed WHERE user_id = changed.id AND name = 'theme'
             RETURNING version, value AS theme`,
            [id, chosen.theme],
          );
          copies.delete(id);
          return { status: 200, json: saved };
        },
      },
    };
  },
};
