import { writeFileSync } from 'node:fs';
import type { RoundHistory } from '../../src/history/history.ts';
import { invariant, judgeRound } from '../../src/invariants/index.ts';
import { largeCases, members } from '../unit/invariants/large-histories.ts';
import { percentile } from './statistics.ts';

/** How often each history is judged; the first times warm the code up and are not counted. */
const warmUps = 2;
const times = 7;

interface Speed {
  readonly invariant: string;
  readonly history: 'kept' | 'broken';
  readonly medianMs: number;
  readonly operationsPerSecond: number;
}

/** Judges every invariant on a round of ten thousand operations, and prints operations per second. `--json FILE` keeps them. */
function main(): void {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const speeds: Speed[] = [];
  say(`${members} operations in a round, median of ${times}`);
  say(`${'ms'.padStart(8)} ${'operations/s'.padStart(14)}`);
  for (const [spec, kept, broken] of largeCases) {
    for (const [history, round] of [['kept', kept] as const, ['broken', broken] as const]) {
      const medianMs = timeOf(spec, round);
      const speed = {
        invariant: JSON.stringify(spec),
        history,
        medianMs,
        operationsPerSecond: members / (medianMs / 1e3),
      };
      speeds.push(speed);
      say(
        `${medianMs.toFixed(1).padStart(8)} ${Math.round(speed.operationsPerSecond).toLocaleString('en-GB').padStart(14)}  ${history.padEnd(6)}  ${speed.invariant}`,
      );
    }
  }
  const file = process.argv[process.argv.indexOf('--json') + 1];
  if (process.argv.includes('--json') && file !== undefined) writeFileSync(file, JSON.stringify(speeds, undefined, 2));
}

function timeOf(spec: unknown, history: RoundHistory): number {
  const entry = invariant.parse(spec);
  const tookMs: number[] = [];
  for (let time = 0; time < warmUps + times; time += 1) {
    const startMs = performance.now();
    judgeRound(entry, history);
    if (time >= warmUps) tookMs.push(performance.now() - startMs);
  }
  return percentile(tookMs, 50);
}

main();
