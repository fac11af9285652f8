import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunReport } from '../../src/analysis/run-report.ts';
import { output, start } from './processes.ts';
import type { TechniqueKind } from './techniques.ts';

/** How often bursts of `members` got more than one taker out of a check-then-act window. */
export interface HitRow {
  readonly service: string;
  readonly technique: string;
  readonly windowUs: number;
  readonly bursts: number;
  readonly rate: number;
}

const members = 20;

/** Counts hits of one technique after another, burst by burst, and of `auto` by whole runs of the tool. */
export async function measureHits(
  raceThreads: string,
  kinds: readonly TechniqueKind[],
  windowsUs: readonly number[],
  bursts: number,
): Promise<readonly HitRow[]> {
  const threads = start(raceThreads, []);
  const threadsPort = Number(await threads.nextLine());
  const node = start(process.execPath, [
    new URL('./node-service.js', import.meta.url).pathname,
    `http://127.0.0.1:${threadsPort}`,
  ]);
  const nodePort = Number(await node.nextLine());
  const rows: HitRow[] = [];
  try {
    for (const [service, port] of [
      ['C, a thread each', threadsPort],
      ['Node, one thread', nodePort],
    ] as const)
      for (const windowUs of windowsUs) rows.push(...(await hitsOf(service, port, kinds, windowUs, bursts)));
  } finally {
    await node.stop();
    await threads.stop();
  }
  return rows;
}

async function hitsOf(
  service: string,
  port: number,
  kinds: readonly TechniqueKind[],
  windowUs: number,
  bursts: number,
): Promise<readonly HitRow[]> {
  /** Starts anew, and tells how many passed the check since the last time. */
  const reset = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/__reset?window_us=${windowUs}`);
    return Number(await answer.text());
  };
  const cells = await Promise.all(kinds.map(async (kind) => ({ technique: await kind.open(port, members), hits: 0 })));
  try {
    for (let burst = -1; burst < bursts; burst += 1) {
      for (const cell of cells) {
        await reset();
        await cell.technique.fire();
        if ((await reset()) > 1 && burst >= 0) cell.hits += 1;
      }
    }
  } finally {
    for (const { technique } of cells) await technique.close();
  }
  const row = (technique: string, rate: number): HitRow => ({ service, technique, windowUs, bursts, rate });
  return [
    row('racehound auto', await autoRate(port, windowUs, bursts)),
    ...cells.map(({ technique, hits }) => row(technique.name, hits / bursts)),
  ];
}

/** The share of rounds that a whole run of the tool, as a user starts it, finds violated. */
async function autoRate(port: number, windowUs: number, rounds: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'racehound-bench-'));
  const file = join(folder, 'bench.race.yaml');
  writeFileSync(
    file,
    `name: one taker
target: http://127.0.0.1:${port}
rounds: ${rounds}
prepare:
  - request: GET /__reset?window_us=${windowUs}
burst:
  settle: 1ms
  requests:
    - { name: take, count: ${members}, request: POST /race, json: { amount: 1 } }
outcomes:
  taken: { status: 201 }
  refused: { status: 409 }
invariants:
  - name: one taker
    count: { of: taken, atMost: 1 }
`,
  );
  try {
    const text = await output(process.execPath, ['bin/racehound.js', 'run', file, '--json', '--results', folder]);
    const { scenarios } = JSON.parse(text) as RunReport;
    const { violated = 0, fired = 0 } = scenarios[0]?.rounds ?? {};
    return fired === 0 ? 0 : violated / fired;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
