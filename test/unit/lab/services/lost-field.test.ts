import { Pool } from 'pg';
import { expect, it } from 'vitest';
import { lostField } from '../../../../src/lab/services/lost-field.ts';
import { partsWith } from './parts.ts';

it('gives up by 503 when somebody else is faster every time', async () => {
  const query = (statement: string) =>
    Promise.resolve({ rows: statement.startsWith('SELECT') ? [{ fields: {}, version: 1 }] : [] });
  const { routes } = await lostField.open('mended', partsWith(Object.assign(new Pool(), { query })));
  const request = {
    params: { id: '1', name: 'city' },
    query: new URLSearchParams(),
    headers: {},
    body: { value: 'London' },
  };
  await expect(async () => routes['PUT /profiles/:id/fields/:name']?.(request)).rejects.toMatchObject({ status: 503 });
});
