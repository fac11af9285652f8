import { z } from 'zod';
import { type Database, firstRow, insertedRow, requiredRow } from '../database/rows.ts';
import { inTransaction } from '../database/transaction.ts';
import { valid } from '../http/body.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

const like = z.object({ user: z.string().min(1) });

/** True when the user had not liked the post before. */
type Add = (client: Database, post: string | undefined, user: string) => Promise<boolean>;

/** Clicks of one user that look together all find no like. */
const addRacy: Add = async (client, post, user) => {
  const known = await firstRow(client, 'SELECT user_name FROM likes WHERE post = $1 AND user_name = $2', [post, user]);
  if (known !== undefined) return false;
  await client.query('INSERT INTO likes (post, user_name) VALUES ($1, $2)', [post, user]);
  return true;
};

/** The unique constraint decides, and the row tells who won (PostgreSQL docs, INSERT, ON CONFLICT). */
const addMended: Add = async (client, post, user) => {
  const added = await firstRow(
    client,
    'INSERT INTO likes (post, user_name) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING post',
    [post, user],
  );
  return added !== undefined;
};

const unique: Readonly<Record<Twin, string>> = { racy: '', mended: ', UNIQUE (post, user_name)' };

/** Likes: a user has one for each post, and the counter on the post says how many there are. */
export const doubleLike: Service = {
  name: 'double-like',
  title: 'Vote or like many times',
  harm: 'one user counts several times',
  bug: 'looks for a like of this user, then inserts one and counts: a nervous finger counts several times',
  cure: 'a unique constraint on post and user, and only the INSERT that won counts',
  observe: 'the counter, and how many different users stand behind it',
  watch: {
    'posts with more likes than fans':
      'SELECT count(*) FROM posts WHERE likes > (SELECT count(DISTINCT user_name) FROM likes WHERE post = posts.id)',
  },
  tables: (twin) => `
    CREATE TABLE posts (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      likes integer NOT NULL DEFAULT 0
    );
    CREATE TABLE likes (
      post integer NOT NULL REFERENCES posts,
      user_name text NOT NULL
      ${unique[twin]}
    );
    CREATE INDEX ON likes (post)`,
  open: (twin, { pool }) => {
    const add = { racy: addRacy, mended: addMended }[twin];
    return {
      routes: {
        'POST /posts': async () => ({
          status: 201,
          json: await insertedRow(pool, 'INSERT INTO posts DEFAULT VALUES RETURNING id, likes', []),
        }),
        'GET /posts/:id': async ({ params: { id } }) => ({
          status: 200,
          json: await requiredRow(
            pool,
            'post',
            `SELECT id, likes, (SELECT count(DISTINCT user_name)::integer FROM likes WHERE post = posts.id) AS fans
             FROM posts WHERE id = $1`,
            [id],
          ),
        }),
        'POST /posts/:id/likes': async ({ params: { id }, body }) => {
          const { user } = valid(like, body);
          await requiredRow(pool, 'post', 'SELECT id FROM posts WHERE id = $1', [id]);
          return inTransaction(pool, async (client) => {
            if (!(await add(client, id, user))) return { status: 200, json: { user, liked: 'before' } };
            await client.query('UPDATE posts SET likes = likes + 1 WHERE id = $1', [id]);
            return { status: 201, json: { user, liked: 'now' } };
          });
        },
      },
    };
  },
};
