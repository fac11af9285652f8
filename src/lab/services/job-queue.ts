import { z } from 'zod';
import { firstRow, type Id, insertedRow, requiredRow } from '../database/rows.ts';
import { inTransaction } from '../database/transaction.ts';
import { valid } from '../http/body.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

const newQueue = z.object({ jobs: z.int().min(1).max(1000) });
const claim = z.object({ worker: z.string().min(1) });

const oldestReady = "SELECT id FROM jobs WHERE queue = $1 AND state = 'ready' ORDER BY id LIMIT 1";

const findJob: Readonly<Record<Twin, string>> = {
  // All workers that look together see the same oldest job.
  racy: oldestReady,
  // Each worker passes over what another one holds (PostgreSQL docs, SELECT, "The Locking Clause").
  mended: `${oldestReady} FOR UPDATE SKIP LOCKED`,
};

/** A queue of jobs in a table: every job is given to one worker. */
export const jobQueue: Service = {
  name: 'job-queue',
  title: 'Queue job worked twice',
  harm: 'two workers do the same job, and the mail goes out twice',
  bug: 'looks for the oldest job, then takes it: workers that look together all get the same one',
  cure: 'SELECT ... FOR UPDATE SKIP LOCKED: a job that is being taken is not seen',
  observe: 'which job each worker was given; how many are still waiting',
  watch: { 'jobs that were given out more than once': 'SELECT count(*) FROM jobs WHERE attempts > 1' },
  tables: () => `
    CREATE TABLE queues (id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY);
    CREATE TABLE jobs (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      queue integer NOT NULL REFERENCES queues,
      state text NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'taken')),
      worker text,
      attempts integer NOT NULL DEFAULT 0
    );
    CREATE INDEX ON jobs (queue, id) WHERE state = 'ready'`,
  open: (twin, { pool }) => ({
    routes: {
      'POST /queues': async ({ body }) => {
        const { jobs: count } = valid(newQueue, body);
        return inTransaction(pool, async (client) => {
          const { id } = await insertedRow<Id>(client, 'INSERT INTO queues DEFAULT VALUES RETURNING id', []);
          await client.query('INSERT INTO jobs (queue) SELECT $1 FROM generate_series(1, $2)', [id, count]);
          return { status: 201, json: { id, jobs: count } };
        });
      },
      'GET /queues/:id': async ({ params: { id } }) => ({
        status: 200,
        json: await requiredRow(
          pool,
          'queue',
          `SELECT queue AS id, count(*) FILTER (WHERE state = 'ready')::integer AS ready,
             coalesce(json_agg(json_build_object('job', id, 'worker', worker) ORDER BY id) FILTER (WHERE state = 'taken'), '[]') AS taken
           FROM jobs WHERE queue = $1 GROUP BY queue`,
          [id],
        ),
      }),
      'POST /queues/:id/claims': async ({ params: { id }, body }) => {
        const { worker } = valid(claim, body);
        await requiredRow(pool, 'queue', 'SELECT id FROM queues WHERE id = $1', [id]);
        return inTransaction(pool, async (client) => {
          const job = await firstRow<Id>(client, findJob[twin], [id]);
          if (job === undefined) return { status: 409, json: { error: 'no job is waiting' } };
          await client.query("UPDATE jobs SET state = 'taken', worker = $2, attempts = attempts + 1 WHERE id = $1", [
            job.id,
            worker,
          ]);
          return { status: 201, json: { job: job.id, worker } };
        });
      },
    },
  }),
};
