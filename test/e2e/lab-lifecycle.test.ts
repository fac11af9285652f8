import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { locateBinaries as locateBinariesType } from '../../src/lab/postgres/locate-binaries.ts';
import type { runPostgres as runPostgresType } from '../../src/lab/postgres/run-postgres.ts';
import { distLab, freePorts, startLab, temporaryFolder } from './lab-fixture.ts';

let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  // Inherited by the lab's processes, so that what they leave behind can be seen.
  vi.stubEnv('TMPDIR', folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

it('refuses a port that is taken, and leaves nothing behind', async () => {
  const port = await freePorts();
  const lab = await startLab({ port });
  const before = await readdir(folder);
  // The base port itself is free; the port above it is the running lab's.
  await expect(startLab({ port: port - 1 })).rejects.toMatchObject({
    kind: 'usage',
    diagnostics: [{ code: 'RH533', title: expect.stringContaining(`port ${port} is in use`) }],
  });
  expect(await readdir(folder)).toEqual(before);
  await lab.stop();
});

it('says why a database can not be used', async () => {
  await expect(startLab({ port: 1, database: 'postgres://127.0.0.1:1/lab' })).rejects.toMatchObject({
    kind: 'usage',
    diagnostics: [{ code: 'RH530', title: expect.stringContaining('ECONNREFUSED') }],
  });
});

it('stops its processes and removes its database, whether it is asked once or twice', async () => {
  const lab = await startLab({ port: 0 });
  const postmaster = await postmasterIn(folder);
  expect(isRunning(postmaster)).toBe(true);
  await Promise.all([lab.stop(), lab.stop()]);
  expect(isRunning(postmaster)).toBe(false);
  expect(await readdir(folder)).toEqual([]);
  for (const url of [lab.url, ...lab.instances]) await expect(fetch(url)).rejects.toThrow('fetch failed');
});

it('leaves neither PostgreSQL nor an instance behind when it is killed', async () => {
  const port = await freePorts();
  const start = `(await import('${distLab}index.js')).startLab({ port: ${port} })`;
  const lab = spawn(process.execPath, ['--input-type=module', '-e', `await ${start}; console.log('up')`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(lab.stdout, 'data');
  const postmaster = await postmasterIn(folder);
  expect(isRunning(postmaster)).toBe(true);
  lab.kill('SIGKILL');
  const patience = { timeout: 30_000 };
  await vi.waitFor(async () => expect([isRunning(postmaster), await readdir(folder)]).toEqual([false, []]), patience);
  for (const instance of [port + 1, port + 2, port + 3]) {
    await vi.waitFor(() => expect(fetch(`http://127.0.0.1:${instance}`)).rejects.toThrow('fetch failed'), patience);
  }
});

it('keeps to schemas of its own in a database that it is given, shares it with no other lab, and drops them', async () => {
  const { runPostgres }: { runPostgres: typeof runPostgresType } = await import(`${distLab}postgres/run-postgres.js`);
  const { locateBinaries }: { locateBinaries: typeof locateBinariesType } = await import(
    `${distLab}postgres/locate-binaries.js`
  );
  const postgres = await runPostgres(locateBinaries() ?? '', () => undefined);
  const database = new Client({ connectionString: postgres.url });
  await database.connect();
  const schemas = async () => {
    const { rows } = await database.query(
      "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'racehound%' ORDER BY 1",
    );
    return rows;
  };
  const lab = await startLab({ port: 0, database: postgres.url });
  expect(await schemas()).toEqual([{ nspname: 'racehound_lab_mended' }, { nspname: 'racehound_lab_racy' }]);
  await expect(startLab({ port: 0, database: postgres.url })).rejects.toMatchObject({
    diagnostics: [{ code: 'RH531' }],
  });
  await lab.stop();
  expect(await schemas()).toEqual([]);
  await database.end();
  await postgres.close();
});

/** The process id of the PostgreSQL that was started beneath a folder. */
async function postmasterIn(temporary: string): Promise<number> {
  const folders = await readdir(temporary);
  const name = folders.find((folder) => existsSync(join(temporary, folder, 'data/postmaster.pid'))) ?? '';
  return Number((await readFile(join(temporary, name, 'data/postmaster.pid'), 'utf8')).split('\n')[0]);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
