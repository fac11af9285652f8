import { readFileSync } from 'node:fs';
import { Pool } from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { stampedeEarly } from '../../../../src/lab/services/stampede-early.ts';
import type { Twin } from '../../../../src/lab/twin.ts';
import { judge, observed, round } from '../../invariants/history-builder.ts';
import { partsWith } from './parts.ts';

const queryMs = 20;
const answer = z.object({ leftMs: z.int(), tookMs: z.int() });

/** A catalogue whose query takes its time on the clock of the test. */
async function catalogueOf(twin: Twin) {
  const rows = { rows: [{ sku: 'pen', sold: 3, rank: 1 }], rowCount: 1 };
  let queries = 0;
  const query = () => {
    queries += 1;
    return new Promise((resolve) => setTimeout(resolve, queryMs, rows));
  };
  const { routes } = await stampedeEarly.open(twin, partsWith(Object.assign(new Pool(), { query })));
  const ask = { params: { sku: 'pen' }, query: new URLSearchParams(), headers: {}, body: undefined };
  const read = async () => {
    const reply = await routes['GET /products/:sku']?.(ask);
    return { cache: reply?.headers?.['x-cache'] ?? '', ...answer.parse(reply?.json) };
  };
  return { read, query, queries: () => queries };
}

type Catalogue = Awaited<ReturnType<typeof catalogueOf>>;

const outcomes: Readonly<Record<string, string>> = {
  MISS: 'missed',
  JOINED: 'joined',
  EARLY: 'refreshed',
  HIT: 'cached',
};

/** The members of the scenario's burst, by the instant at which they come. */
const members = [
  { request: 'first', atMs: 0 },
  ...Array.from({ length: 230 }, (_, n) => ({ request: 'read', atMs: 160 + Math.floor(n / 2) })),
  ...Array.from({ length: 20 }, (_, n) => ({ request: 'visit', atMs: 275 + 8 * n })),
];

interface Circumstances {
  /** What answers in the place of the service. */
  readonly ask?: (catalogue: Catalogue) => ReturnType<Catalogue['read']>;
  /** For how long the process stands still, 200 ms after the burst began. */
  readonly pausedMs?: number;
}

/** The round that these readers see. */
async function roundOf(twin: Twin, { ask = ({ read }) => read(), pausedMs = 0 }: Circumstances = {}) {
  const catalogue = await catalogueOf(twin);
  const startedAtMs = performance.now();
  const answers: Promise<string>[] = [];
  for (const { request, atMs } of members) {
    // A process that pauses takes up everything that came meanwhile when it goes on.
    const dueMs = atMs > 200 ? Math.max(atMs, 200 + pausedMs) : atMs;
    await vi.advanceTimersByTimeAsync(startedAtMs + dueMs - performance.now());
    answers.push(
      ask(catalogue).then(({ cache, leftMs, tookMs }) => `${request}:${outcomes[cache]} left=${leftMs} took=${tookMs}`),
    );
  }
  await vi.runAllTimersAsync();
  const operations = (await Promise.all(answers)).join('; ');
  return round(operations, observed({ queries: 0 }, { queries: catalogue.queries() }));
}

const { invariants } = z
  .object({ invariants: z.array(z.looseObject({ name: z.string() })) })
  .parse(parse(readFileSync('scenarios/stampede-early.race.yaml', 'utf8')));

/** The invariants of the scenario that a round breaks. */
function broken(history: ReturnType<typeof round>): readonly string[] {
  return invariants
    .filter((one) => !('sometimes' in one) && judge(one, history).verdict === 'violated')
    .map(({ name }) => name);
}

const waiting = 'nobody waits for a copy that the readers before could have refreshed';
const herd = 'few queries are enough';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }));
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('the scenario of the early expiry', () => {
  it('blames the twin whose copies are good until their last millisecond', async () => {
    expect(broken(await roundOf('racy'))).toContain(waiting);
  });

  it('holds for the twin that draws', async () => {
    const history = await roundOf('mended');
    expect(broken(history)).toEqual([]);
    expect(history.operations.some(({ outcome }) => outcome === 'refreshed')).toBe(true);
  });

  it('blames a twin that never draws, and only joins the query under way', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const history = await roundOf('mended');
    expect(broken(history)).toEqual([waiting]);
    expect(history.final['queries']).toBe(2);
  });

  it('blames a herd that calls itself early', async () => {
    const ask = async ({ read, query }: Catalogue) => {
      const found = await read();
      if (found.cache !== 'HIT' || found.leftMs >= queryMs) return found;
      await query();
      return { ...found, cache: 'EARLY' };
    };
    expect(broken(await roundOf('racy', { ask }))).toEqual([herd]);
  });

  it('does not blame the mended twin for a pause of its process', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const history = await roundOf('mended', { pausedMs: 1000 });
    expect(history.operations.filter(({ outcome }) => outcome === 'joined').length).toBeGreaterThan(30);
    expect(broken(history)).toEqual([]);
  });
});

describe('readers who find the entry gone', () => {
  it('start a query each in the racy twin', async () => {
    const { queries, read } = await catalogueOf('racy');
    const readers = Promise.all([read(), read(), read()]);
    await vi.runAllTimersAsync();
    expect((await readers).map(({ cache }) => cache)).toEqual(['MISS', 'MISS', 'MISS']);
    expect(queries()).toBe(3);
  });

  it('join the query under way in the mended twin', async () => {
    const { queries, read } = await catalogueOf('mended');
    const readers = Promise.all([read(), read(), read()]);
    await vi.runAllTimersAsync();
    expect((await readers).map(({ cache }) => cache)).toEqual(['MISS', 'JOINED', 'JOINED']);
    expect(queries()).toBe(1);
  });
});
