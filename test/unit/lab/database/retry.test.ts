import { DatabaseError } from 'pg';
import { describe, expect, it } from 'vitest';
import { retrying } from '../../../../src/lab/database/retry.ts';

function failure(code: string): DatabaseError {
  return Object.assign(new DatabaseError('sacrificed', 10, 'error'), { code });
}

/** A transaction that fails as told, then succeeds. */
function transaction(...failures: readonly Error[]) {
  let runs = 0;
  const run = () => {
    const error = failures[runs];
    runs += 1;
    return error === undefined ? Promise.resolve(runs) : Promise.reject(error);
  };
  return { run, runs: () => runs };
}

describe('a transaction that PostgreSQL sacrificed', () => {
  it('is run again after a serialisation failure and after a deadlock', async () => {
    expect(await retrying(transaction(failure('40001'), failure('40P01')).run)).toBe(3);
  });

  it('is not run again after an error of its own', async () => {
    const violation = failure('23505');
    const { run, runs } = transaction(violation);
    await expect(retrying(run)).rejects.toBe(violation);
    expect(runs()).toBe(1);
  });

  it('is not run for ever', async () => {
    const { run, runs } = transaction(...Array.from({ length: 100 }, () => failure('40001')));
    await expect(retrying(run)).rejects.toThrow('sacrificed');
    expect(runs()).toBe(50);
  });
});
