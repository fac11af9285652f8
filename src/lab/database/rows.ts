import type { Pool, PoolClient, QueryResultRow } from 'pg';
import type { Json } from '../../support/json.ts';
import { notFound } from '../http/http-error.ts';

/** Whatever takes a statement: one connection with its transaction, or the pool. */
export type Database = Pick<Pool | PoolClient, 'query'>;

/** What most INSERTs give back. */
export interface Id {
  readonly id: number;
}

/** A row that goes into an answer as it is. */
type JsonRow = Readonly<Record<string, Json>>;

/** The first row of a result; undefined when it has none. */
export async function firstRow<Row extends QueryResultRow = JsonRow>(
  database: Database,
  statement: string,
  values: readonly unknown[],
): Promise<Row | undefined> {
  const { rows } = await database.query<Row>(statement, [...values]);
  return rows[0];
}

/** The first row of a result, or 404 for the `what` that is missing. */
export async function requiredRow<Row extends QueryResultRow = JsonRow>(
  database: Database,
  what: string,
  statement: string,
  values: readonly unknown[],
): Promise<Row> {
  const row = await firstRow<Row>(database, statement, values);
  if (row === undefined) throw notFound(what);
  return row;
}

/** The row of an `INSERT ... RETURNING` that nothing but an error can keep from being there. */
export async function insertedRow<Row extends QueryResultRow = JsonRow>(
  database: Database,
  statement: string,
  values: readonly unknown[],
): Promise<Row> {
  const row = await firstRow<Row>(database, statement, values);
  if (row === undefined) throw new Error(`no row came back from ${statement}`);
  return row;
}
