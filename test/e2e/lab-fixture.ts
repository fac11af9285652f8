import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { z } from 'zod';
import type { Lab, startLab as startLabType } from '../../src/lab/index.ts';
import type * as serversType from '../../src/lab/servers.ts';

/** The compiled lab. It forks compiled files, so it can't be tested from `src`; the type check must not wait for `dist`. */
export const distLab = new URL('../../dist/lab/', import.meta.url).href;

const compiled: { readonly startLab: typeof startLabType } = await import(`${distLab}index.js`);
export const { startLab } = compiled;

const servers: typeof serversType = await import(`${distLab}servers.js`);

/** A server that a lab is given, with its URL. */
interface Given {
  readonly url: string;
  stop(): Promise<void>;
}

export async function givenPostgres(): Promise<Given> {
  const undo: (() => Promise<void>)[] = [];
  const url = await servers.startPostgres(undo, () => undefined);
  return { url, stop: async () => undo[0]?.() };
}

export async function givenRedis(): Promise<Given> {
  const undo: (() => Promise<void>)[] = [];
  const url = await servers.startRedis(undo, () => undefined);
  if (url === undefined) throw new Error('this test needs redis-server');
  return { url, stop: async () => undo[0]?.() };
}

/** A folder for what a lab puts into TMPDIR. PostgreSQL may run as another user here, so it is open to all. */
export async function temporaryFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'racehound-test-'));
  await chmod(path, 0o755);
  return path;
}

const answer = z.looseObject({
  id: z.int().optional(),
  name: z.string().optional(),
  balance: z.int().optional(),
  ticket: z.int().optional(),
  version: z.int().optional(),
});

/** Asks one service: a request line, the body if there is one, and headers of its own. */
export function client(base: string) {
  return async (line: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const [method = 'GET', path = '/'] = line.split(' ');
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const response = await fetch(`${base}${path}`, init);
    return { status: response.status, json: answer.parse(await response.json()) };
  };
}

/** A lab for all tests of a file. */
export function labOfFile() {
  let lab: Lab | undefined;
  beforeAll(async () => {
    lab = await startLab({ port: 0 });
  });
  afterAll(() => lab?.stop());
  const urlOf = (twin: string) => `${lab?.url}/${twin}`;
  return {
    urlOf,
    /** Asks one class in one of its twins. */
    service: (twin: string, name: string) => client(`${urlOf(twin)}/${name}`),
  };
}

/** What the tests send at a time to a mended twin, which must stand it whatever the timing. */
export const herd = 20;

/** The answers of a whole herd. */
export function together<T>(ask: (member: number) => Promise<T>): Promise<readonly T[]> {
  return Promise.all(Array.from({ length: herd }, (_, member) => ask(member)));
}

/** How many answers had each status. */
export function statuses(answers: readonly { readonly status: number }[]): Readonly<Record<number, number>> {
  const count: Record<number, number> = {};
  for (const { status } of answers) count[status] = (count[status] ?? 0) + 1;
  return count;
}
