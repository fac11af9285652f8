import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach } from 'vitest';

export const executable = resolve(import.meta.dirname, '../../bin/racehound.js');

/** How a run of the tool ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts the built tool in a folder; nothing of the caller's CI or colour settings reaches it, but what `more` sets. */
export function start(
  args: readonly string[],
  folder: string,
  command: readonly string[] = [process.execPath],
  more: Readonly<Record<string, string>> = {},
): Running {
  const [program = '', ...before] = command;
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    TMPDIR: process.env['TMPDIR'],
    CI: 'true',
    ...more,
  };
  const child = spawn(program, [...before, executable, ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return { child, ended: new Promise((done) => child.once('close', (code) => done({ code, stdout, stderr }))) };
}

export function racehound(
  args: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return start(args, folder, undefined, env).ended;
}

/** A folder of a test's own. */
function workFolder(files: Readonly<Record<string, string>>): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'racehound-test-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The recorded lines of the only run in a folder. */
export function recordedLines(folder: string): readonly Record<string, unknown>[] {
  const results = join(folder, 'racehound-results');
  const [run = ''] = readdirSync(results);
  const lines = readFileSync(join(results, run, 'history.ndjson'), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

export interface TestServer {
  readonly url: string;
  readonly server: Server;
  close(): Promise<void>;
}

/** A server on loopback; the handler gets the whole body. */
export async function serve(
  handle: (request: IncomingMessage, response: ServerResponse, body: string) => void,
): Promise<TestServer> {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('error', () => undefined).on('end', () => handle(request, response, body));
  });
  // As behind a load balancer: on a busy machine rounds may lie further apart than Node's own 5 s.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the test server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    server,
    close: () =>
      new Promise((done) => {
        if (!server.listening) return done();
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

export function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

/**
 * A shop that checks its stock, and deducts from it when a second buyer has passed the check: two buyers of every burst get the
 * item, whatever the timing. In the baseline, one at a time, nobody waits. Or in one step: no burst breaks it.
 */
export function shop(kind: 'racy' | 'atomic'): Promise<TestServer> {
  const stock = new Map<string, number>();
  /** The buyer who has passed the check of an item and waits for the second one. */
  const waiting = new Map<string, () => void>();
  return serve((request, response, body) => {
    const [, , id = ''] = (request.url ?? '').split('/');
    if (request.method === 'POST' && request.url === '/items') {
      const created = String(stock.size + 1);
      stock.set(created, 1);
      return json(response, 201, { id: created });
    }
    if (request.method === 'GET') return json(response, 200, { stock: stock.get(id) ?? 0 });
    const left = stock.get(id) ?? 0;
    if (left < 1) return json(response, 409, { error: 'sold out' });
    const take = () => {
      stock.set(id, left - 1);
      json(response, 201, { ok: true });
    };
    if (kind === 'atomic' || (JSON.parse(body) as { round: number }).round === 0) return take();
    const first = waiting.get(id);
    if (first === undefined) return void waiting.set(id, take);
    waiting.delete(id);
    first();
    take();
  });
}

/** A scenario for the shop, with more lines at its end. */
export function shopScenario(url: string, more = ''): string {
  return `name: one buyer gets the item
target: ${url}
rounds: 3
prepare:
  - request: POST /items
    capture: { item: $.id }
observe:
  - request: GET /items/{{ item }}
    capture: { stock: $.stock }
burst:
  window: 20s
  requests:
    - name: buy
      count: 6
      request: POST /items/{{ item }}/buy
      timeout: 20s
      json: { buyer: "{{ uuid() }}", round: "{{ round }}" }
outcomes:
  sold: { status: 201 }
  refused: { status: 409 }
invariants:
  - name: one winner
    count: { of: sold, exactly: 1 }
${more}`;
}

/** Folders and servers of one test file, cleaned up after each of its tests. */
export function fixture() {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0)) await cleanup();
  });
  const later = (cleanup: () => unknown) => cleanups.push(cleanup);
  const inFolder = (files: Readonly<Record<string, string>>): string => {
    const { folder, remove } = workFolder(files);
    later(remove);
    return folder;
  };
  return {
    later,
    inFolder,
    async keep(server: Promise<TestServer>): Promise<TestServer> {
      const running = await server;
      later(running.close);
      return running;
    },
    /** A folder with a scenario for a shop that runs until the test ends, or until `closeShop`. */
    async shopFolder(
      kind: 'racy' | 'atomic',
      more = '',
    ): Promise<{ readonly folder: string; closeShop(): Promise<void> }> {
      const { url, close } = await shop(kind);
      later(close);
      return { folder: inFolder({ 'shop.race.yaml': shopScenario(url, more) }), closeShop: close };
    },
  };
}
