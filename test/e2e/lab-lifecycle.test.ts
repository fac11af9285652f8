import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@redis/client';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { freePorts, isFree } from '../../src/lab/ports.ts';
import { distLab, givenPostgres, givenRedis, startLab, temporaryFolder } from './lab-fixture.ts';

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
  const port = (await freePorts(5)) + 1;
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

it('refuses a base port whose instances would go beyond the last port', async () => {
  await expect(startLab({ port: 65_533 })).rejects.toMatchObject({
    kind: 'usage',
    diagnostics: [{ code: 'RH538', help: expect.stringContaining('give --port 65532 or a lower one') }],
  });
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

it('leaves neither PostgreSQL nor an instance nor its certificate behind when it is killed', async () => {
  const port = await freePorts(4);
  const start = `(await import('${distLab}index.js')).startLab({ port: ${port}, tls: true })`;
  const lab = spawn(process.execPath, ['--input-type=module', '-e', `await ${start}; console.log('up')`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(lab.stdout, 'data');
  const postmaster = await postmasterIn(folder);
  expect(isRunning(postmaster)).toBe(true);
  lab.kill('SIGKILL');
  const patience = { timeout: 30_000 };
  await vi.waitFor(async () => expect([isRunning(postmaster), await readdir(folder)]).toEqual([false, []]), patience);
  for (const instance of [port + 1, port + 2, port + 3])
    await vi.waitFor(async () => expect(await isFree(instance)).toBe(true), patience);
});

it('keeps to schemas of its own in a database that it is given, shares it with no other lab, and drops them', async () => {
  const postgres = await givenPostgres();
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
  await postgres.stop();
});

it('keeps to keys of its own in a Redis that it is given, also beside another lab, and removes them', async () => {
  const redis = await givenRedis();
  const client = createClient({ url: redis.url });
  await client.connect();
  await client.set('somebody:else', '1');
  const first = await startLab({ port: 0, redis: redis.url });
  const read = await fetch(`${first.url}/racy/stampede-lock/products/sku-1`);
  expect([read.status, first.leftOut]).toEqual([200, []]);
  const keys = async () => new Set(await client.keys('*'));
  const before = await keys();
  expect(before.size).toBe(3);
  for (const key of before) expect(key).toMatch(/^(?:somebody:else$|racehound-lab:[0-9a-f]{8}:racy:)/);
  const second = await startLab({ port: 0, redis: redis.url });
  await second.stop();
  expect(await keys()).toEqual(before);
  await first.stop();
  expect(await keys()).toEqual(new Set(['somebody:else']));
  client.destroy();
  await redis.stop();
});

it('says why a Redis can not be used', async () => {
  await expect(startLab({ port: 0, redis: 'redis://127.0.0.1:1' })).rejects.toMatchObject({
    kind: 'usage',
    diagnostics: [{ code: 'RH536', title: expect.stringContaining('ECONNREFUSED') }],
  });
});

it('leaves out the classes that need Redis where there is none, says so, and serves the others', async () => {
  vi.stubEnv('PATH', folder);
  const lines: string[] = [];
  const lab = await startLab({ port: 0, onLog: (line) => lines.push(line) });
  expect(lab.leftOut).toEqual(['lease', 'stampede-lock']);
  expect(lines).toEqual([
    'without Redis these classes are left out: lease, stampede-lock; for them install `redis-server`, or give one with --redis redis://...',
  ]);
  expect((await fetch(`${lab.url}/racy/lease/ledgers/1`)).status).toBe(404);
  expect((await fetch(`${lab.url}/racy/stampede/products/sku-1`)).status).toBe(200);
  await lab.stop();
});

it('starts as many instances as it is told, each with a process and copies of its own', async () => {
  const instances = 6;
  const lab = await startLab({ port: 0, instances });
  expect(lab.instances).toHaveLength(instances);
  const setting = (instance: string, path: string, init?: RequestInit) =>
    fetch(`${instance}/racy/setting${path}`, init);
  const body = (theme: string) => JSON.stringify({ theme });
  const created = await setting(lab.url, '/users', { method: 'POST', body: body('light') });
  const { id } = (await created.json()) as { id: number };
  const themes = async () =>
    Promise.all(
      lab.instances.map(async (instance) => {
        const { theme } = (await (await setting(instance, `/users/${id}/theme`)).json()) as { theme: string };
        return theme;
      }),
    );
  expect(await themes()).toEqual(Array.from({ length: instances }, () => 'light'));
  await setting(lab.instances[4] ?? '', `/users/${id}/theme`, { method: 'PUT', body: body('dark') });
  expect(await themes()).toEqual(['light', 'light', 'light', 'light', 'dark', 'light']);
  await lab.stop();
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
