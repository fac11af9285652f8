import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { freePorts } from '../../src/lab/ports.ts';
import { executable, fixture, shopScenario } from './cli.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../docs/ci.md'), 'utf8');
const blocks = [...page.matchAll(/```(?:yaml|sh)\n(.*?)```/gs)].map(([, text = '']) => text);
const github = blocks.find((text) => text.includes('runs-on')) ?? '';
const gitlab = blocks.find((text) => text.includes('script:')) ?? '';
const softened = blocks.find((text) => text.includes('::warning::')) ?? '';

interface Workflow {
  readonly jobs: {
    readonly smoke: {
      readonly steps: readonly {
        readonly run?: string;
        readonly uses?: string;
        readonly with?: { readonly path?: string };
      }[];
    };
  };
}
interface Pipeline {
  readonly races: {
    readonly script: readonly string[];
    readonly artifacts: { readonly paths: readonly string[]; readonly reports: { readonly junit: string } };
  };
}

const workflow = parse(github) as Workflow;
const pipeline = parse(gitlab) as Pipeline;
const steps = workflow.jobs.smoke.steps.flatMap(({ run }) => (run === undefined ? [] : [run]));

const { inFolder, later } = fixture();

/** The shop of `cli.ts` as the page supposes it: `npm start` brings it up on its port; every burst breaks it, or none can. */
const service = (port: number, racy: boolean) => `
const { createServer } = require('node:http');
const stock = new Map();
const waiting = new Map();
createServer((request, response) => {
  const answer = (status, value) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  const id = request.url.split('/')[2];
  let body = '';
  request.on('data', (chunk) => (body += chunk)).on('end', () => {
    if (request.url === '/health') return answer(200, {});
    if (request.url === '/items') { stock.set(String(stock.size + 1), 1); return answer(201, { id: String(stock.size) }); }
    if (request.method === 'GET') return answer(200, { stock: stock.get(id) });
    const left = stock.get(id) ?? 0;
    if (left < 1) return answer(409, {});
    const take = () => { stock.set(id, left - 1); answer(201, {}); };
    if (${!racy} || JSON.parse(body).round === 0) return take();
    const first = waiting.get(id);
    if (first === undefined) return waiting.set(id, take);
    waiting.delete(id);
    first();
    take();
  });
}).listen(${port}, '127.0.0.1');`;

/** A project with that service, a smoke scenario, and this tool among its dependencies. */
async function project(racy: boolean): Promise<{ readonly folder: string; readonly port: number }> {
  const port = await freePorts(1);
  const folder = inFolder({
    'package.json': JSON.stringify({ name: 'shop', private: true, scripts: { start: 'node shop.cjs' } }),
    'shop.cjs': service(port, racy),
  });
  mkdirSync(join(folder, 'scenarios'));
  writeFileSync(join(folder, 'scenarios/shop.race.yaml'), shopScenario(`http://127.0.0.1:${port}`, 'tags: [smoke]\n'));
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  writeFileSync(
    join(folder, 'node_modules/.bin/racehound'),
    `#!/bin/sh\nexec "${process.execPath}" "${executable}" "$@"\n`,
  );
  chmodSync(join(folder, 'node_modules/.bin/racehound'), 0o755);
  return { folder, port };
}

/** Runs the lines of a job as its runner would, but for the installation; the service of the page's port is the project's. */
async function runJob(
  lines: readonly string[],
  { folder, port }: { readonly folder: string; readonly port: number },
): Promise<{ readonly code: number | null; readonly output: string }> {
  const script = lines
    .filter((line) => line.trim() !== 'npm ci')
    .join('\n')
    .replaceAll(':8080', `:${port}`);
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], CI: 'true' };
  const child = spawn('bash', ['-e', '-c', script], {
    cwd: folder,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // The service stays behind in the background, as on a runner: it goes with the group.
  later(() => {
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise<number | null>((done) => child.once('exit', done));
  return { code, output };
}

describe('the job for GitHub Actions', () => {
  it('is a workflow to the parser that GitHub itself uses', async () => {
    // The parser imports JSON without saying so, which Node does not take.
    const hook = `export const load = (url, context, next) =>
      next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context);`;
    register(`data:text/javascript,${encodeURIComponent(hook)}`);
    const { NoOperationTraceWriter, parseWorkflow } = await import('@actions/workflow-parser');
    const problemsOf = (content: string) =>
      parseWorkflow({ name: 'races.yml', content }, new NoOperationTraceWriter()).context.errors.getErrors();
    expect(problemsOf(github)).toEqual([]);
    expect(problemsOf(github.replace('runs-on', 'runs-onn'))).not.toEqual([]);
  });

  it('fails with 1 on a race, and keeps the report', async () => {
    const shop = await project(true);
    const { code, output } = await runJob(steps, shop);
    expect(output).toContain('VIOLATED');
    expect(code).toBe(1);
    const kept = workflow.jobs.smoke.steps.at(-1)?.with?.path?.trim().split('\n') ?? [];
    expect(kept).toHaveLength(4);
    for (const path of kept) expect(existsSync(join(shop.folder, path))).toBe(true);
  });

  it('can take an inconclusive run for a warning, and nothing else', async () => {
    const held = await project(false);
    const start = steps.filter((line) => line.includes('npm start'));
    const hunt = (flags: string) =>
      softened.replace('--tag smoke', `--tag smoke --wait-for http://127.0.0.1:8080/health ${flags}`);
    const inconclusive = await runJob([...start, hunt('--max-time 0.001ms')], held);
    expect(inconclusive.output).toContain('::warning::');
    expect(inconclusive.code).toBe(0);
    expect((await runJob([hunt('--rounds 2')], held)).code).toBe(0);
    expect((await runJob([...start, hunt('--rounds 2')], await project(true))).code).toBe(1);
  });
});

describe('the job for GitLab', () => {
  it('fails with 1 on a race and passes without one, and keeps the reports', async () => {
    for (const [racy, expected] of [
      [true, 1],
      [false, 0],
    ] as const) {
      const shop = await project(racy);
      expect((await runJob(pipeline.races.script, shop)).code).toBe(expected);
      const { paths, reports } = pipeline.races.artifacts;
      for (const path of [...paths, reports.junit]) expect(existsSync(join(shop.folder, path))).toBe(true);
    }
  });
});
