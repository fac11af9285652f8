import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool } from 'pg';
import { firstRow, requiredRow } from '../database/rows.ts';
import { HttpError } from '../http/http-error.ts';
import { bearerToken } from '../http/required-header.ts';
import type { Service } from '../service.ts';
import type { Twin } from '../twin.ts';

interface Caller {
  readonly id: number;
  readonly name: string;
}

/** Who is logged in, for all code that a request runs through. */
interface CurrentCaller {
  /** Does the work of a request on behalf of a caller. */
  run<T>(caller: Caller, work: () => Promise<T>): Promise<T>;
  get(): Caller | undefined;
}

/** A field of the module. While one request waits for the database, the next one sets it. */
function racyCurrent(): CurrentCaller {
  let current: Caller | undefined;
  return {
    run(caller, work) {
      current = caller;
      return work();
    },
    get: () => current,
  };
}

/** Each request has a value of its own that follows it through every await (Node.js docs, Asynchronous context tracking). */
function mendedCurrent(): CurrentCaller {
  const storage = new AsyncLocalStorage<Caller>();
  return { run: (caller, work) => storage.run(caller, work), get: () => storage.getStore() };
}

const currents: Readonly<Record<Twin, () => CurrentCaller>> = { racy: racyCurrent, mended: mendedCurrent };

/** An account page: everybody sees their own. */
export const mixedAnswers: Service = {
  name: 'mixed-answers',
  title: 'Answers mixed up between callers',
  harm: 'somebody sees the account of somebody else',
  bug: 'the caller of the request is kept in a field that all requests share',
  cure: 'a value of its own for each request: AsyncLocalStorage, or an argument that is passed on',
  observe: 'whose data an answer has, beside who asked',
  tables: () => `
    CREATE TABLE callers (id integer PRIMARY KEY, name text NOT NULL, access_key text NOT NULL UNIQUE, orders integer NOT NULL);
    INSERT INTO callers SELECT n, 'caller-' || n, 'key-' || n, n * 3 FROM generate_series(0, 999) AS n`,
  open: (twin, { pool }) => {
    const current = currents[twin]();
    return {
      routes: {
        'GET /account': async ({ headers }) =>
          current.run(await authenticated(pool, bearerToken(headers)), async () => {
            const orders = await ordersOfCurrent(pool, current);
            return { status: 200, json: { name: current.get()?.name ?? null, orders } };
          }),
      },
    };
  },
};

async function authenticated(pool: Pool, key: string): Promise<Caller> {
  const caller = await firstRow<Caller>(pool, 'SELECT id, name FROM callers WHERE access_key = $1', [key]);
  if (caller === undefined) throw new HttpError(401, 'nobody has this key');
  return caller;
}

async function ordersOfCurrent(pool: Pool, current: CurrentCaller): Promise<number> {
  const { orders } = await requiredRow<{ orders: number }>(pool, 'caller', 'SELECT orders FROM callers WHERE id = $1', [
    current.get()?.id,
  ]);
  return orders;
}
