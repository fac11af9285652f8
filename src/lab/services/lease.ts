import type { Pool } from 'pg';
import { type Database, firstRow, type Id, insertedRow, requiredRow } from '../database/rows.ts';
import { type Hold, leaseLock, retried, whileRenewed } from '../redis/lock.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

/**
 * Three times what a closing took when the books were young. They have grown since, and now it takes twice as long as the lease. In
 * most services both last twenty times as long; a round of the lab is over sooner.
 */
const leaseMs = 50;
const patienceMs = 5_000;

/** How a holder of the lock reads the ledger and writes it back. */
interface Access {
  /** How often the ledger was closed; undefined when a later holder was here before. */
  read(database: Database, ledger: string, token: number): Promise<number | undefined>;
  /** False when a later holder has been here since the read. */
  write(database: Database, ledger: string, closings: number, total: string, token: number): Promise<boolean>;
  /** Does the work of a holder. */
  hold<T>(hold: Hold, work: () => Promise<T>): Promise<T>;
}

/** Trusts the lock: but the lease may have run out, and somebody else holds it now. */
const trusting: Access = {
  async read(database, ledger) {
    const { closings } = await requiredRow<Closings>(database, 'ledger', 'SELECT closings FROM ledgers WHERE id = $1', [
      ledger,
    ]);
    return closings;
  },
  async write(database, ledger, closings, total) {
    await database.query('UPDATE ledgers SET closings = $2, total = $3 WHERE id = $1', [ledger, closings, total]);
    return true;
  },
  hold: (_, work) => work(),
};

/**
 * Two parts, and neither will do alone. The lease is renewed while the work goes on, so that the next one does not take the ledger from
 * a holder who still works at it. And a fencing token, for a holder who could not renew it: the ledger remembers the highest
 * that it has seen, and refuses whoever comes with a lower one (Kleppmann: How to do distributed locking, 2016). The read shows
 * the token as well, so that a holder whose lease ran out can't write between the read and the write of the next one.
 */
const fenced: Access = {
  async read(database, ledger, token) {
    const found = await firstRow<Closings>(
      database,
      'UPDATE ledgers SET fence = $2 WHERE id = $1 AND fence < $2 RETURNING closings',
      [ledger, token],
    );
    if (found === undefined) await requiredRow(database, 'ledger', 'SELECT id FROM ledgers WHERE id = $1', [ledger]);
    return found?.closings;
  },
  async write(database, ledger, closings, total, token) {
    const { rowCount } = await database.query(
      'UPDATE ledgers SET closings = $2, total = $3 WHERE id = $1 AND fence = $4',
      [ledger, closings, total, token],
    );
    return rowCount === 1;
  },
  hold: (hold, work) => whileRenewed(hold, leaseMs, work),
};

interface Closings extends Readonly<Record<string, number>> {
  readonly closings: number;
}

const accesses: Readonly<Record<Twin, Access>> = { racy: trusting, mended: fenced };

/** Ledgers that are closed under a lock in Redis. */
export const lease: Service = {
  name: 'lease',
  title: 'A lock whose lease runs out under its holder',
  harm: 'two workers hold "the" lock, and the slower one overwrites what the faster one has done',
  bug: 'the work takes longer than the lease; the lock goes to the next one while the first still writes',
  cure: 'the lease is renewed while the work goes on, and a fencing token that the storage checks stops whoever could not renew it',
  observe: 'how often the work was acknowledged and how often it is in the books; numbers given out twice',
  needs: ['redis'],
  tables: () => `
    CREATE TABLE ledgers (
      id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      closings integer NOT NULL DEFAULT 0,
      total numeric NOT NULL DEFAULT 0,
      fence bigint NOT NULL DEFAULT 0
    );
    CREATE TABLE ledger_postings (posted integer NOT NULL, account integer NOT NULL, amount numeric NOT NULL);
    INSERT INTO ledger_postings SELECT n, n % 20000, n % 97 FROM generate_series(1, 120000) AS n`,
  open: (twin, { pool, redis }) => {
    const shared = redis();
    const access = accesses[twin];
    return {
      routes: {
        'POST /ledgers': async () => {
          const { id } = await insertedRow<Id>(pool, 'INSERT INTO ledgers DEFAULT VALUES RETURNING id', []);
          return { status: 201, json: { id } };
        },
        'GET /ledgers/:id': async ({ params: { id } }) => ({
          status: 200,
          json: await requiredRow(pool, 'ledger', 'SELECT id, closings FROM ledgers WHERE id = $1', [id]),
        }),
        'POST /ledgers/:id/closings': async ({ params: { id = '' } }) => {
          const lock = leaseLock(shared, `ledger:${id}`, leaseMs);
          const hold = await retried(lock.tryAcquire, patienceMs);
          if (hold === undefined) return { status: 409, json: { error: 'somebody else is closing the ledger' } };
          try {
            return await access.hold(hold, async () => {
              const before = await access.read(pool, id, hold.token);
              const closed =
                before !== undefined &&
                (await access.write(pool, id, before + 1, await totalOfBalances(pool), hold.token));
              return closed
                ? { status: 201, json: { number: before + 1 } }
                : { status: 409, json: { error: 'the lease ran out before the ledger was closed' } };
            });
          } finally {
            await hold.release();
          }
        },
      },
    };
  },
};

/** What interest is reckoned from: the balance of every account after each of its postings. */
async function totalOfBalances(pool: Pool): Promise<string> {
  const { total } = await requiredRow<{ total: string }>(
    pool,
    'posting',
    `SELECT sum(balance) AS total FROM
       (SELECT sum(amount) OVER (PARTITION BY account ORDER BY posted) AS balance FROM ledger_postings) AS balances`,
    [],
  );
  return total;
}
