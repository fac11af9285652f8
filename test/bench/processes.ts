import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/** Runs a program to its end; its output, whatever its exit code. */
export async function output(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(program, [...args], { timeout: 120_000, maxBuffer: 1 << 26 }).catch(
    (error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }),
  );
  return stdout;
}

export function isInstalled(program: string): boolean {
  return spawnSync('which', [program]).status === 0;
}

/** A program that says its port, or that it is ready, line by line. */
export interface Running {
  nextLine(): Promise<string>;
  write(line: string): void;
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
process.on('SIGINT', () => process.exit(130));

export function start(program: string, args: readonly string[]): Running {
  const child = spawn(program, [...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  running.add(child);
  const ended = once(child, 'exit').finally(() => running.delete(child));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    async nextLine() {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${program} ended`);
      return value;
    },
    write: (line) => child.stdin.write(`${line}\n`),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Compiles the C programs of this folder; gives back where they lie. */
export function compiled(): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'racehound-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['recorder', 'floor', 'race-threads']) {
    const source = resolve('test/bench', `${name}.c`);
    const { status } = spawnSync('cc', ['-O2', '-o', join(folder, name), source, '-lpthread'], { stdio: 'inherit' });
    if (status !== 0) throw new Error('the bench needs a C compiler (Debian: gcc libc6-dev)');
  }
  return (name) => join(folder, name);
}
