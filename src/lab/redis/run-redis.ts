import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { freePorts } from '../ports.ts';

export interface RunningRedis {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts a throw-away Redis on a free port of loopback, in a folder though it keeps nothing on the disk; undefined when none is
 * installed.
 */
export async function runRedis(folder: string): Promise<RunningRedis | undefined> {
  const password = randomBytes(16).toString('hex');
  const port = await freePorts(1);
  // The settings go in by its standard input, so that the password is in no list of processes.
  const server = spawn('redis-server', ['-'], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
  try {
    const ready = acceptsConnections(server);
    server.stdin.on('error', () => undefined);
    server.stdin.end(`bind 127.0.0.1\nport ${port}\nrequirepass ${password}\nsave ""\nappendonly no\n`);
    await ready;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    async close() {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const exited = once(server, 'exit');
      server.kill('SIGTERM');
      await exited;
    },
  };
}

/** Waits until the server says that it is ready. */
async function acceptsConnections(server: ChildProcess): Promise<void> {
  const { stdout } = server;
  if (stdout === null) throw new Error('Redis was started without a pipe for its log');
  let last = 'no reason given';
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: stdout }).on('line', (line) => {
      if (line.includes('Ready to accept connections')) resolve();
      last = line;
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`Redis did not start: ${last}`)));
  });
}
