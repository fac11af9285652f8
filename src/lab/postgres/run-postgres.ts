import { type ChildProcess, execFile, spawn, type SpawnOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { Log } from '../log.ts';
import { freePorts } from '../ports.ts';
import { copyBinaries, type Owner } from './copy-binaries.ts';

/** PostgreSQL refuses to run as root, so there it runs as `nobody`. */
const nobody: Owner = { uid: 65534, gid: 65534 };

/** Connections that the lab's own PostgreSQL takes, and those that it keeps for its owner. */
const maxConnections = 400;

const settings = {
  // The data lives as long as the lab: what makes it outlive a power cut only costs time.
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  // For the pools of all instances: see `poolSize`.
  max_connections: String(maxConnections),
  // A deadlock is looked for after this long, not after the default of a second: it should show itself, not last.
  deadlock_timeout: '100ms',
  // Whoever sent a statement is told of its error, and some are part of the game: deadlocks, serialisation failures.
  log_min_messages: 'log',
} as const;
const settingFlags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

export interface RunningPostgres {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a throw-away PostgreSQL on a free port of loopback, in an empty folder that holds all of it. */
export async function runPostgres(native: string, folder: string, onLog: Log): Promise<RunningPostgres> {
  const owner = process.getuid?.() === 0 ? nobody : undefined;
  const options: SpawnOptions = { cwd: folder, env: { ...process.env, LC_ALL: 'C' }, ...owner };
  const password = await initialise(native, folder, owner, options);
  const port = await freePorts(1);
  const server = spawn(join(folder, 'native/bin/postgres'), ['-D', 'data', '-p', `${port}`, ...settingFlags], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await acceptsConnections(server, onLog);
  return { url: `postgres://racehound:${password}@127.0.0.1:${port}/postgres`, close: () => stop(server) };
}

/**
 * Makes the data folder and gives back the password of its only user. Loopback is open to everybody on the machine, and a
 * superuser of PostgreSQL may run programs, so even a throw-away server has one.
 */
async function initialise(
  native: string,
  folder: string,
  owner: Owner | undefined,
  options: SpawnOptions,
): Promise<string> {
  await copyBinaries(native, join(folder, 'native'), owner);
  const password = randomBytes(16).toString('hex');
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (owner !== undefined) {
    for (const path of [folder, passwordFile]) await chown(path, owner.uid, owner.gid);
  }
  await promisify(execFile)(
    join(folder, 'native/bin/initdb'),
    [
      '-D',
      'data',
      '--username=racehound',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--no-locale',
      '--no-sync',
    ],
    options,
  );
  await rm(passwordFile);
  return password;
}

/** Waits until the server says that it is ready; passes on whatever it says beyond its ordinary log, now and later. */
async function acceptsConnections(server: ChildProcess, onLog: Log): Promise<void> {
  const { stderr } = server;
  if (stderr === null) throw new Error('PostgreSQL was started without a pipe for its log');
  let trouble = 'no reason given';
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: stderr }).on('line', (line) => {
      if (line.includes('database system is ready to accept connections')) resolve();
      if (/ (?:LOG|HINT): /.test(line)) return;
      trouble = line;
      onLog(`postgres: ${line}`);
    });
    server.once('error', reject);
    server.once('close', () => reject(new Error(`PostgreSQL did not start: ${trouble}`)));
  });
}

/** "Fast shutdown" by SIGINT, then "immediate" by SIGQUIT (PostgreSQL docs, 18.5). */
async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, 'exit');
  server.kill('SIGINT');
  const impatience = setTimeout(() => server.kill('SIGQUIT'), 5000);
  await exited;
  clearTimeout(impatience);
}
