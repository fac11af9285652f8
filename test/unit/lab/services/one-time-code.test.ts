import { Pool } from 'pg';
import { describe, expect, it } from 'vitest';
import { oneTimeCode } from '../../../../src/lab/services/one-time-code.ts';
import { twins } from '../../../../src/lab/twin.ts';
import { partsWith } from './parts.ts';

describe.each(twins)('a code whose session can not be opened, in the %s twin', (twin) => {
  it('is not used up: it is redeemed in the transaction that opens the session', async () => {
    const statements: string[] = [];
    const query = (statement: string) => {
      const [command = ''] = statement.split(' ');
      statements.push(command);
      return command === 'INSERT'
        ? Promise.reject(new Error('the disk is full'))
        : Promise.resolve({ rows: [{ email: 'ada@example.com' }], rowCount: 1 });
    };
    const pool = Object.assign(new Pool(), {
      query,
      connect: () => Promise.resolve({ query, release: () => undefined }),
    });
    const { routes } = await oneTimeCode.open(twin, partsWith(pool));
    const request = { params: {}, query: new URLSearchParams(), headers: {}, body: { code: crypto.randomUUID() } };
    await expect(async () => routes['POST /sessions']?.(request)).rejects.toThrow('the disk is full');
    expect(statements.filter((command) => command !== 'SELECT')).toEqual(['BEGIN', 'DELETE', 'INSERT', 'ROLLBACK']);
  });
});
