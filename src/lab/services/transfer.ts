import { z } from 'zod';
import { type Database, type Id, insertedRow, requiredRow } from '../database/rows.ts';
import { inTransaction } from '../database/transaction.ts';
import { valid } from '../http/body.ts';
import { HttpError, notFound } from '../http/http-error.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

const newBank = z.object({ accounts: z.int().min(2).max(100), balance: z.int().min(0).max(1_000_000) });
const newTransfer = z.object({ from: z.int32(), to: z.int32(), amount: z.int().min(1).max(1_000_000) });

interface Account extends Id {
  readonly balance: number;
}

const readBoth: Readonly<Record<Twin, string>> = {
  // Transfers that read the same balances write the same sums back: what one of them moved is undone by the next.
  racy: 'SELECT id, balance FROM accounts WHERE id IN ($1, $2) ORDER BY id',
  // Others wait here, and read what this one leaves (PostgreSQL docs, 13.3.2). All lock in the order of the ids, so that no
  // two of them can wait for each other (13.3.4).
  mended: 'SELECT id, balance FROM accounts WHERE id IN ($1, $2) ORDER BY id FOR UPDATE',
};

/** Transfers between the accounts of a bank: money moves, and there is never more or less of it. */
export const transfer: Service = {
  name: 'transfer',
  title: 'Transfer between accounts',
  harm: 'the sum of all accounts is not what it was: money came into being, or is gone',
  bug: 'reads both balances and writes back what it computed: money comes into being, or is gone',
  cure: 'SELECT ... FOR UPDATE on both accounts, in the order of their ids',
  observe: 'all balances in one answer, before and after; which transfers were acknowledged',
  watch: {
    'banks with more or less money than they opened with':
      'SELECT count(*) FROM banks WHERE deposits <> (SELECT sum(balance) FROM accounts WHERE bank = banks.id)',
  },
  tables: () => `
    CREATE TABLE banks (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      deposits integer NOT NULL
    );
    CREATE TABLE accounts (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      bank integer NOT NULL REFERENCES banks,
      balance integer NOT NULL CHECK (balance >= 0)
    );
    CREATE INDEX ON accounts (bank)`,
  open: (twin, { pool }) => ({
    routes: {
      'POST /banks': async ({ body }) => {
        const { accounts, balance } = valid(newBank, body);
        return inTransaction(pool, async (client) => {
          const { id } = await insertedRow<Id>(client, 'INSERT INTO banks (deposits) VALUES ($1) RETURNING id', [
            balance * accounts,
          ]);
          const { rows } = await client.query<Id>(
            'INSERT INTO accounts (bank, balance) SELECT $1, $2 FROM generate_series(1, $3) RETURNING id',
            [id, balance, accounts],
          );
          return { status: 201, json: { id, accounts: rows.map((account) => account.id) } };
        });
      },
      'GET /banks/:id': async ({ params: { id } }) => ({
        status: 200,
        json: await requiredRow(
          pool,
          'bank',
          `SELECT bank AS id, sum(balance)::integer AS total, array_agg(balance ORDER BY id) AS balances
           FROM accounts WHERE bank = $1 GROUP BY bank`,
          [id],
        ),
      }),
      'POST /transfers': async ({ body }) => {
        const { from, to, amount } = valid(newTransfer, body);
        if (from === to) throw new HttpError(400, 'from and to are the same account');
        return inTransaction(pool, async (client) => {
          const { rows } = await client.query<Account>(readBoth[twin], [from, to]);
          const source = rows.find(({ id }) => id === from);
          const sink = rows.find(({ id }) => id === to);
          if (source === undefined || sink === undefined) throw notFound('account');
          if (source.balance < amount) return { status: 409, json: { error: 'insufficient funds' } };
          await setBalance(client, from, source.balance - amount);
          await setBalance(client, to, sink.balance + amount);
          return { status: 201, json: { from, to, amount } };
        });
      },
    },
  }),
};

async function setBalance(client: Database, account: number, balance: number): Promise<void> {
  await client.query('UPDATE accounts SET balance = $2 WHERE id = $1', [account, balance]);
}
