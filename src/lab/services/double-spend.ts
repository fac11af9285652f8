import { z } from 'zod';
import { type Database, type Id, insertedRow, requiredRow } from '../database/rows.ts';
import { inTransaction } from '../database/transaction.ts';
import { valid } from '../http/body.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

const newWallet = z.object({ balance: z.int().min(0).max(1_000_000_000) });
const withdrawal = z.object({ amount: z.int().min(1).max(1_000_000_000) });

const readBalance: Readonly<Record<Twin, string>> = {
  // Two transactions read the same balance, and the later write undoes the earlier one.
  racy: 'SELECT balance FROM wallets WHERE id = $1',
  // The row lock makes every other withdrawal wait here, and read what this one has left (PostgreSQL docs, 13.3.2).
  mended: 'SELECT balance FROM wallets WHERE id = $1 FOR UPDATE',
};

/** A wallet: money that is paid out is gone. */
export const doubleSpend: Service = {
  name: 'double-spend',
  title: 'Double spend',
  harm: 'money is paid out that the wallet still has, or never had',
  bug: 'reads the balance and writes back what it computed: withdrawals overwrite each other, and money is spent twice',
  cure: 'SELECT ... FOR UPDATE: one withdrawal at a time holds the row',
  observe: 'the balance before and after, and the amounts of the withdrawals that were acknowledged',
  watch: {
    'wallets that have paid out more than is gone':
      'SELECT count(*) FROM wallets WHERE deposit - balance < (SELECT sum(amount) FROM withdrawals WHERE wallet = wallets.id)',
  },
  tables: () => `
    CREATE TABLE wallets (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      deposit integer NOT NULL,
      balance integer NOT NULL CHECK (balance >= 0)
    );
    CREATE TABLE withdrawals (
      wallet integer NOT NULL REFERENCES wallets,
      amount integer NOT NULL
    );
    CREATE INDEX ON withdrawals (wallet)`,
  open: (twin, { pool }) => ({
    routes: {
      'POST /wallets': async ({ body }) => {
        const { balance } = valid(newWallet, body);
        const { id } = await insertedRow<Id>(
          pool,
          'INSERT INTO wallets (deposit, balance) VALUES ($1, $1) RETURNING id',
          [balance],
        );
        return { status: 201, json: { id, balance } };
      },
      'GET /wallets/:id': async ({ params: { id } }) => {
        const balance = await balanceOf(pool, 'SELECT balance FROM wallets WHERE id = $1', id);
        return { status: 200, json: { id: Number(id), balance } };
      },
      'POST /wallets/:id/withdrawals': async ({ params: { id }, body }) => {
        const { amount } = valid(withdrawal, body);
        return inTransaction(pool, async (client) => {
          const balance = (await balanceOf(client, readBalance[twin], id)) - amount;
          if (balance < 0) return { status: 409, json: { error: 'insufficient funds' } };
          await client.query('UPDATE wallets SET balance = $2 WHERE id = $1', [id, balance]);
          await client.query('INSERT INTO withdrawals (wallet, amount) VALUES ($1, $2)', [id, amount]);
          return { status: 201, json: { balance } };
        });
      },
    },
  }),
};

async function balanceOf(database: Database, query: string, wallet: string | undefined): Promise<number> {
  const { balance } = await requiredRow<{ balance: number }>(database, 'wallet', query, [wallet]);
  return balance;
}
