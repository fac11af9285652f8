import { z } from 'zod';
import { type Database, firstRow, insertedRow, requiredRow } from '../database/rows.ts';
import { inTransaction } from '../database/transaction.ts';
import { valid } from '../http/body.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

const newMember = z.object({ name: z.string().min(1) });
const newMessage = z.object({ author: z.string().min(1), text: z.string().min(1) });

const findMember: Readonly<Record<Twin, string>> = {
  // The author may be banned, and the ban be done, before the message is written.
  racy: 'SELECT name FROM members WHERE channel = $1 AND name = $2',
  // Authors do not disturb each other, but a ban waits until their messages are there to be removed (PostgreSQL docs, 13.3.2);
  // who comes during the ban waits for it, and then finds no member.
  mended: 'SELECT name FROM members WHERE channel = $1 AND name = $2 FOR SHARE',
};

/** Chat channels: only members write, and a ban takes the right and everything that was written. */
export const revokedPermission: Service = {
  name: 'revoked-permission',
  title: 'Permission revoked while in use',
  harm: 'somebody who was banned has written after the ban',
  bug: 'asks whether the author is a member, then writes: the right may be revoked in between',
  cure: 'SELECT ... FOR SHARE: the membership that was checked can not go before the message is written',
  observe: 'what is left of the banned member after the ban was acknowledged',
  watch: {
    'messages whose author is no member':
      'SELECT count(*) FROM messages WHERE NOT EXISTS (SELECT FROM members WHERE members.channel = messages.channel AND name = author)',
  },
  tables: () => `
    CREATE TABLE channels (id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY);
    CREATE TABLE members (
      channel integer NOT NULL REFERENCES channels,
      name text NOT NULL,
      PRIMARY KEY (channel, name)
    );
    CREATE TABLE messages (
      channel integer NOT NULL REFERENCES channels,
      author text NOT NULL,
      text text NOT NULL
    );
    CREATE INDEX ON messages (channel, author)`,
  open: (twin, { pool }) => ({
    routes: {
      'POST /channels': async () => ({
        status: 201,
        json: await insertedRow(pool, 'INSERT INTO channels DEFAULT VALUES RETURNING id', []),
      }),
      'POST /channels/:id/members': async ({ params: { id }, body }) => {
        const { name } = valid(newMember, body);
        await requiredChannel(pool, id);
        await pool.query('INSERT INTO members (channel, name) VALUES ($1, $2) ON CONFLICT DO NOTHING', [id, name]);
        return { status: 201, json: { name } };
      },
      'DELETE /channels/:id/members/:name': async ({ params: { id, name } }) =>
        inTransaction(pool, async (client) => {
          await requiredRow(client, 'member', 'DELETE FROM members WHERE channel = $1 AND name = $2 RETURNING name', [
            id,
            name,
          ]);
          const { rowCount: removed } = await client.query('DELETE FROM messages WHERE channel = $1 AND author = $2', [
            id,
            name,
          ]);
          return { status: 200, json: { name: name ?? null, removed } };
        }),
      'POST /channels/:id/messages': async ({ params: { id }, body }) => {
        const { author, text } = valid(newMessage, body);
        await requiredChannel(pool, id);
        return inTransaction(pool, async (client) => {
          if ((await firstRow(client, findMember[twin], [id, author])) === undefined)
            return { status: 403, json: { error: 'only members write here' } };
          await client.query('INSERT INTO messages (channel, author, text) VALUES ($1, $2, $3)', [id, author, text]);
          return { status: 201, json: { author, text } };
        });
      },
      'GET /channels/:id': async ({ params: { id } }) => ({
        status: 200,
        json: await requiredRow(
          pool,
          'channel',
          `SELECT id,
             (SELECT count(*)::integer FROM members WHERE channel = channels.id) AS members,
             (SELECT count(*)::integer FROM messages WHERE channel = channels.id) AS messages
           FROM channels WHERE id = $1`,
          [id],
        ),
      }),
    },
  }),
};

async function requiredChannel(database: Database, channel: string | undefined): Promise<void> {
  await requiredRow(database, 'channel', 'SELECT id FROM channels WHERE id = $1', [channel]);
}
