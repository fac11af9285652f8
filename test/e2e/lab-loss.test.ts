import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Lab } from '../../src/lab/index.ts';
import { freePorts } from '../../src/lab/ports.ts';
import { client, givenPostgres, startLab, temporaryFolder } from './lab-fixture.ts';

let postgres: Awaited<ReturnType<typeof givenPostgres>>;
let database: Client;
let folder: string;

beforeAll(async () => {
  postgres = await givenPostgres();
  database = new Client({ connectionString: postgres.url });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await postgres.stop();
});
beforeEach(async () => {
  folder = await temporaryFolder();
  vi.stubEnv('TMPDIR', folder);
});
afterEach(async () => {
  await Promise.all(labs.splice(0).map((lab) => lab.stop()));
  await Promise.all(redisServers.splice(0).map(end));
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const labs: Lab[] = [];
const redisServers: ChildProcess[] = [];
const start: typeof startLab = async (options) => {
  const lab = await startLab(options);
  labs.push(lab);
  return lab;
};
const patience = { timeout: 30_000 };
/** Where the lab takes no Redis, it starts none. */
const withoutRedis = () => vi.stubEnv('PATH', folder);
const healthOf = async (url: string) => (await fetch(`${url}/health`)).status;

it('outlives connections that are cut off in mid-transaction, and drops its schemas by a new one', async () => {
  withoutRedis();
  const lines: string[] = [];
  const lab = await start({ port: 0, database: postgres.url, onLog: (line) => lines.push(line) });
  const places = [lab.url, lab.instances[0] ?? ''];
  const wallets = places.map((place) => client(`${place}/mended/double-spend`));
  const { json } = await client(`${lab.url}/mended/double-spend`)('POST /wallets', { balance: 100 });
  const withdraw = () => Promise.all(wallets.map((ask) => ask(`POST /wallets/${json.id}/withdrawals`, { amount: 10 })));
  await database.query('BEGIN');
  await database.query('SELECT FROM racehound_lab_mended.wallets WHERE id = $1 FOR UPDATE', [json.id]);
  const cutOff = withdraw();
  const ofLab = "FROM pg_stat_activity WHERE application_name = 'racehound lab'";
  const waiting = async () => (await database.query(`SELECT pid ${ofLab} AND wait_event_type = 'Lock'`)).rowCount;
  // Within a transaction, PostgreSQL shows its activity as it was at the first look.
  await vi.waitFor(async () => {
    await database.query('SELECT pg_stat_clear_snapshot()');
    expect(await waiting()).toBe(places.length);
  }, patience);
  await database.query(`SELECT pg_terminate_backend(pid) ${ofLab}`);
  await database.query('ROLLBACK');
  expect((await cutOff).map(({ status }) => status)).toEqual([500, 500]);
  expect(await Promise.all(places.map(healthOf))).toEqual([200, 200]);
  expect((await withdraw()).map(({ status }) => status)).toEqual([201, 201]);
  await lab.stop();
  const { rowCount: schemas } = await database.query("SELECT FROM pg_namespace WHERE nspname LIKE 'racehound%'");
  expect([schemas, lines.filter((line) => line.startsWith('while stopping'))]).toEqual([0, []]);
});

it('tells of the page what it knows, and names instances that ended unasked', async () => {
  withoutRedis();
  const lines: string[] = [];
  const lab = await start({ port: 0, database: postgres.url, onLog: (line) => lines.push(line) });
  const live = async () => (await client(lab.url)('GET /live')).json;
  expect(await live()).toMatchObject({ lostPorts: [] });
  await database.query('DROP TABLE racehound_lab_racy.tickets CASCADE');
  const [instance] = childrenWith('replica.js');
  process.kill(instance ?? 0, 'SIGKILL');
  await vi.waitFor(async () => expect((await live())['lostPorts']).toHaveLength(1), patience);
  expect(await live()).toMatchObject({
    classes: {
      oversell: {
        racy: { served: 0, watched: {}, trouble: 'relation "tickets" does not exist' },
        mended: { served: 0, watched: { 'oversold events': 0 } },
      },
    },
  });
  const [lost] = (await live())['lostPorts'] as number[];
  expect(lab.instances).toContain(`http://127.0.0.1:${lost}`);
  expect(lines).toContain(`the instance at port ${lost} ended unasked (SIGKILL); start the lab again to have it back`);
  await lab.stop();
});

it('stops the servers and removes the folders of keepers that were killed', async () => {
  const lines: string[] = [];
  const others = childrenWith('keeper.js');
  const lab = await start({ port: 0, tls: true, onLog: (line) => lines.push(line) });
  const keepers = childrenWith('keeper.js').filter((pid) => !others.includes(pid));
  const servers = keepers.flatMap(childrenOf);
  expect([keepers.length, servers.length]).toEqual([3, 2]);
  for (const keeper of keepers) process.kill(keeper, 'SIGKILL');
  await vi.waitFor(() => expect(servers.filter(isRunning)).toEqual([]), patience);
  await lab.stop();
  expect(await readdir(folder)).toEqual([]);
  for (const what of ['PostgreSQL', 'Redis', 'the certificate'])
    expect(lines).toContain(
      `the process that keeps ${what} ended unasked (SIGKILL), and ${what} with it; start the lab again`,
    );
});

it('finds a Redis again that was stopped and started', async () => {
  const port = await freePorts(1);
  const before = await redisAt(port);
  const lines: string[] = [];
  const lab = await start({
    port: 0,
    database: postgres.url,
    redis: `redis://127.0.0.1:${port}`,
    onLog: (line) => lines.push(line),
  });
  const read = async () => (await fetch(`${lab.url}/mended/stampede-lock/products/sku-1`)).status;
  expect(await read()).toBe(200);
  await end(before);
  expect(await read()).toBe(500);
  await redisAt(port);
  await vi.waitFor(async () => expect(await read()).toBe(200), patience);
  await lab.stop();
  expect(lines.filter((line) => line.startsWith('while stopping'))).toEqual([]);
});

/** Process ids of the children of a process. */
function childrenOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && existsSync(`/proc/${name}/stat`))
    .map(Number)
    .filter((pid) => fieldsOf(pid)[1] === String(parent));
}

/** State and parent of a process, and so on (proc(5), stat). */
function fieldsOf(pid: number): readonly string[] {
  try {
    return (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '').split(' ');
  } catch {
    return [];
  }
}

/** The children of this process whose entry file has a name that ends like this. */
function childrenWith(entry: string): readonly number[] {
  return childrenOf(process.pid).filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${entry}\0`));
}

/** A zombie has ended; only nobody has asked for its exit code. */
function isRunning(pid: number): boolean {
  return !['Z', undefined].includes(fieldsOf(pid)[0]);
}

async function redisAt(port: number): Promise<ChildProcess> {
  const server = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', ''], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  redisServers.push(server);
  for await (const text of server.stdout) if (String(text).includes('Ready to accept')) break;
  return server;
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, 'exit');
  server.kill('SIGTERM');
  await exited;
}
