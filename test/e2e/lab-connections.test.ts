import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { endPools, twinPools } from '../../src/lab/database/twin-pool.ts';
import { client, givenPostgres, startLab, statuses, temporaryFolder, together } from './lab-fixture.ts';

let postgres: Awaited<ReturnType<typeof givenPostgres>>;
let database: Client;
let url: string;

beforeAll(async () => {
  postgres = await givenPostgres();
  database = new Client({ connectionString: postgres.url });
  await database.connect();
  await database.query(`
    CREATE ROLE tenant LOGIN PASSWORD 'tenant';
    ALTER ROLE tenant SET default_transaction_isolation = serializable;
    GRANT CREATE ON DATABASE postgres TO tenant`);
  url = postgres.url.replace(/\/\/[^@]+@/, '//tenant:tenant@');
});
afterAll(async () => {
  await database.end();
  await postgres.stop();
});
// No Redis: nothing here needs it.
beforeEach(async () => {
  vi.stubEnv('PATH', await temporaryFolder());
});
afterEach(() => {
  vi.unstubAllEnvs();
});

it('has no more connections than the database gives, so that a herd on every instance is answered', async () => {
  await database.query('ALTER ROLE tenant CONNECTION LIMIT 40');
  const lab = await startLab({ port: 0, database: url });
  const herds = [lab.url, ...lab.instances].flatMap((instance) =>
    ['racy', 'mended'].map(async (twin) => {
      const ask = client(`${instance}/${twin}/double-spend`);
      return statuses(await together(() => ask('POST /wallets', { balance: 10 })));
    }),
  );
  for (const herd of await Promise.all(herds)) expect(herd).toEqual({ 201: 20 });
  await lab.stop();
});

it('refuses a database that has too few connections for so many instances', async () => {
  await database.query('ALTER ROLE tenant CONNECTION LIMIT 30');
  await expect(startLab({ port: 0, database: url, instances: 9 })).rejects.toMatchObject({
    kind: 'usage',
    diagnostics: [
      {
        code: 'RH537',
        title: expect.stringMatching(/takes \d+ more connections, and a lab with so many instances needs 62$/),
      },
    ],
  });
});

it('runs in Read Committed whatever the default of the role is', async () => {
  const pools = twinPools(url, 1, () => undefined);
  const { rows } = await pools.mended.query('SHOW transaction_isolation');
  expect(rows).toEqual([{ transaction_isolation: 'read committed' }]);
  await endPools(pools);
});
