import type { Pool } from 'pg';
import { z } from 'zod';
import { firstRow, type Id, insertedRow, requiredRow } from '../database/rows.ts';
import { valid } from '../http/body.ts';
import { HttpError } from '../http/http-error.ts';
import { requiredHeader } from '../http/required-header.ts';
import type { Reply } from '../http/router.ts';
import type { Service } from '../service.ts';

const content = z.object({ text: z.string().max(10_000) });

interface Draft {
  readonly id: string | undefined;
  readonly text: string;
  /** The version that the writer has seen. */
  readonly from: number;
}

/** Saves the draft as the version after `from`; false when the document is not at that version. */
type Save = (pool: Pool, draft: Draft) => Promise<boolean>;

const versionOf = 'SELECT version FROM documents WHERE id = $1';

/** The condition is checked, but not in the statement that writes: writers who saw the same version all pass. */
const saveRacy: Save = async (pool, { id, text, from }) => {
  const { version } = await requiredRow<{ version: number }>(pool, 'document', versionOf, [id]);
  if (version !== from) return false;
  await pool.query('UPDATE documents SET text = $2, version = $3 WHERE id = $1', [id, text, from + 1]);
  return true;
};

/** The version in the WHERE clause is what RFC 9110, section 13.1.1, wants of If-Match: no lost update. */
const saveMended: Save = async (pool, { id, text, from }) => {
  const saved = await firstRow<Id>(
    pool,
    'UPDATE documents SET text = $2, version = $3 WHERE id = $1 AND version = $4 RETURNING id',
    [id, text, from + 1, from],
  );
  if (saved === undefined) await requiredRow(pool, 'document', versionOf, [id]);
  return saved !== undefined;
};

/** Documents that several people edit: nobody overwrites what they have not seen. */
export const lostUpdate: Service = {
  name: 'lost-update',
  title: 'Lost update',
  harm: 'an editor is told "saved" and is overwritten',
  bug: 'compares If-Match with the version that it read, then writes: writers of one moment overwrite each other',
  cure: 'the version is part of the WHERE clause of the UPDATE; no row means 412',
  observe: 'which version each save replaced and made; the version before and after',
  tables: () => `
    CREATE TABLE documents (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      text text NOT NULL,
      version integer NOT NULL DEFAULT 1
    )`,
  open: (twin, { pool }) => {
    const save = { racy: saveRacy, mended: saveMended }[twin];
    return {
      routes: {
        'POST /documents': async ({ body }) => {
          const { text } = valid(content, body);
          const { id } = await insertedRow<Id>(pool, 'INSERT INTO documents (text) VALUES ($1) RETURNING id', [text]);
          return versioned(201, { id, text, version: 1 });
        },
        'GET /documents/:id': async ({ params: { id } }) =>
          versioned(
            200,
            await requiredRow<Document>(pool, 'document', 'SELECT id, text, version FROM documents WHERE id = $1', [
              id,
            ]),
          ),
        'PUT /documents/:id': async ({ params: { id }, headers, body }) => {
          const { text } = valid(content, body);
          // RFC 6585, section 3: a write without a condition would bring the lost update back.
          const from = versionIn(requiredHeader(headers, 'if-match', 428));
          if (!(await save(pool, { id, text, from })))
            return { status: 412, json: { error: 'the document has changed since you read it' } };
          return versioned(200, { id: Number(id), text, version: from + 1 });
        },
      },
    };
  },
};

interface Document extends Id {
  readonly text: string;
  readonly version: number;
}

function versioned(status: number, { id, text, version }: Document): Reply {
  return { status, headers: { etag: `"${version}"` }, json: { id, text, version } };
}

function versionIn(etag: string): number {
  const [, version] = /^"(\d{1,9})"$/.exec(etag) ?? [];
  if (version === undefined) throw new HttpError(400, 'if-match must be one entity tag, such as "1"');
  return Number(version);
}
