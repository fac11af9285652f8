import { z } from 'zod';
import { type Database, firstRow, insertedRow, requiredRow } from '../database/rows.ts';
import { inTransaction } from '../database/transaction.ts';
import { valid } from '../http/body.ts';
import { HttpError } from '../http/http-error.ts';
import { requiredHeader } from '../http/required-header.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

const newKey = z.object({ perMinute: z.int().min(1).max(1_000_000) });
const apiKey = z.uuid();

/** What happens before the calls of the last minute are counted. */
const begin: Readonly<Record<Twin, (client: Database, key: string) => Promise<void>>> = {
  // Calls that count before the others are written down all find room.
  racy: async () => undefined,
  // One call of a key at a time, until its transaction ends (PostgreSQL docs, 13.3.5). A statement of its own: in Read
  // Committed the count that follows then sees what the call before has written (13.2.1).
  mended: async (client, key) => {
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`quota ${key}`]);
  },
};

/** An API with a limit: so many calls of a key in any minute. */
export const rateLimit: Service = {
  name: 'rate-limit',
  title: 'Rate limit overrun',
  harm: 'a client makes more calls than its limit',
  bug: 'counts the calls of the last minute, then writes this one down: calls that count together all find room',
  cure: 'an advisory lock on the key: one call at a time counts and is written down',
  observe: 'how many calls were served, and how many the service has counted',
  watch: {
    'keys beyond their limit in the last minute':
      "SELECT count(*) FROM api_keys WHERE per_minute < (SELECT count(*) FROM calls WHERE calls.key = api_keys.key AND at > now() - interval '1 minute')",
  },
  tables: () => `
    CREATE TABLE api_keys (
      key uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      per_minute integer NOT NULL
    );
    CREATE TABLE calls (
      key uuid NOT NULL REFERENCES api_keys,
      at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    CREATE INDEX ON calls (key, at)`,
  open: (twin, { pool }) => ({
    routes: {
      'POST /keys': async ({ body }) => {
        const { perMinute } = valid(newKey, body);
        const { key } = await insertedRow<{ key: string }>(
          pool,
          'INSERT INTO api_keys (per_minute) VALUES ($1) RETURNING key',
          [perMinute],
        );
        return { status: 201, json: { key, perMinute } };
      },
      'GET /keys/:key': async ({ params: { key } }) => ({
        status: 200,
        json: await requiredRow(pool, 'key', usage, [valid(apiKey, key)]),
      }),
      'GET /forecast': async ({ headers }) => {
        const key = valid(apiKey, requiredHeader(headers, 'x-api-key', 401));
        return inTransaction(pool, async (client) => {
          await begin[twin](client, key);
          const found = await firstRow<{ perMinute: number; used: number }>(client, usage, [key]);
          if (found === undefined) throw new HttpError(401, 'nobody has this key');
          if (found.used >= found.perMinute) return tooMany;
          await client.query('INSERT INTO calls (key) VALUES ($1)', [key]);
          return { status: 200, json: { forecast: 'rain' } };
        });
      },
    },
  }),
};

/** RFC 6585, section 4. */
const tooMany = { status: 429, headers: { 'retry-after': '60' }, json: { error: 'too many calls in a minute' } };

const usage = `
  SELECT key, per_minute AS "perMinute",
    (SELECT count(*)::integer FROM calls
     WHERE calls.key = api_keys.key AND at > clock_timestamp() - interval '1 minute') AS used
  FROM api_keys WHERE key = $1`;
