import { z } from 'zod';
import { type Database, insertedRow, requiredRow } from '../database/rows.ts';
import { inTransaction } from '../database/transaction.ts';
import { valid } from '../http/body.ts';
import type { Service } from '../service.ts';

const newInvoice = z.object({ amount: z.int().min(1).max(1_000_000) });

/** The number of the next invoice of a company, counted from 1. */
type NextNumber = (client: Database, company: string | undefined) => Promise<number>;

/** Invoices that look together see the same highest number. */
const nextRacy: NextNumber = async (client, company) => {
  const { next } = await requiredRow<{ next: number }>(
    client,
    'company',
    `SELECT (SELECT coalesce(max(number), 0) + 1 FROM invoices WHERE company = companies.id) AS next
     FROM companies WHERE id = $1`,
    [company],
  );
  return next;
};

/**
 * The row of the company counts, and stays locked until the invoice is committed; a rollback gives the number back. A sequence
 * would not do: "sequence objects cannot be used to obtain gapless sequences" (PostgreSQL docs, 9.17).
 */
const nextMended: NextNumber = async (client, company) => {
  const { next } = await requiredRow<{ next: number }>(
    client,
    'company',
    'UPDATE companies SET last_number = last_number + 1 WHERE id = $1 RETURNING last_number AS next',
    [company],
  );
  return next;
};

/** Invoices with running numbers: none twice, none left out. */
export const invoiceNumbers: Service = {
  name: 'invoice-numbers',
  title: 'Sequence numbers',
  harm: 'two invoices have the same number, or a number is missing',
  bug: 'takes the highest number plus one: invoices of one moment get the same',
  cure: 'one UPDATE of a counter, in the transaction that writes the invoice',
  observe: 'the numbers in the answers and those in the books',
  watch: {
    'numbers given out more than once':
      'SELECT count(*) FROM (SELECT FROM invoices GROUP BY company, number HAVING count(*) > 1) AS doubles',
  },
  tables: () => `
    CREATE TABLE companies (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      last_number integer NOT NULL DEFAULT 0
    );
    CREATE TABLE invoices (
      company integer NOT NULL REFERENCES companies,
      number integer NOT NULL,
      amount integer NOT NULL
    );
    CREATE INDEX ON invoices (company, number)`,
  open: (twin, { pool }) => {
    const next = { racy: nextRacy, mended: nextMended }[twin];
    return {
      routes: {
        'POST /companies': async () => ({
          status: 201,
          json: await insertedRow(pool, 'INSERT INTO companies DEFAULT VALUES RETURNING id', []),
        }),
        'GET /companies/:id': async ({ params: { id } }) => ({
          status: 200,
          json: await requiredRow(
            pool,
            'company',
            `SELECT id,
               (SELECT coalesce(array_agg(number ORDER BY number), '{}') FROM invoices WHERE company = companies.id) AS numbers
             FROM companies WHERE id = $1`,
            [id],
          ),
        }),
        'POST /companies/:id/invoices': async ({ params: { id }, body }) => {
          const { amount } = valid(newInvoice, body);
          return inTransaction(pool, async (client) => ({
            status: 201,
            json: await insertedRow(
              client,
              'INSERT INTO invoices (company, number, amount) VALUES ($1, $2, $3) RETURNING number, amount',
              [id, await next(client, id), amount],
            ),
          }));
        },
      },
    };
  },
};
