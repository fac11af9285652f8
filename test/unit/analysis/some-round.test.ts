import { describe, expect, test } from 'vitest';
import { judgeScenario, type ScenarioReport } from '../../../src/analysis/index.ts';
import type { RoundHistory } from '../../../src/history/history.ts';
import { invariant } from '../../../src/invariants/index.ts';
import { round } from '../invariants/history-builder.ts';
import { ticketSale } from './ticket-sale.ts';

const refusals = { name: 'somebody is refused', sometimes: { of: 'refused' } };
const required = { name: 'somebody is refused', sometimes: { of: 'refused', required: true } };
const atMostOne = { name: 'one winner', count: { of: 'sold', atMost: 1 } };

function report(specs: readonly object[], rounds: readonly RoundHistory[], interrupted = false): ScenarioReport {
  const totals = { requests: 8, durationMs: 100, interrupted };
  return judgeScenario({ ...ticketSale, ...totals, invariants: specs.map((spec) => invariant.parse(spec)) }, rounds);
}

const all = round('sold; sold');
const some = round('sold; refused');
const undecided = round('sold; lost');
const wide = { timing: { spreadNs: 2_000_000, earlyAnswers: 0, maxInFlight: 2 } };

describe('an invariant that one round is enough for', () => {
  test('holds as soon as one valid round shows it, and lowers no bound', () => {
    const held = report([refusals, { count: { of: 'buy', exactly: 2 } }], [all, all, some, all]);
    expect(held).toMatchObject({
      verdict: 'held',
      rounds: { violated: 0 },
      invariants: [{ verdict: 'held', held: 1, violated: 3, inconclusive: 0 }, { verdict: 'held' }],
    });
    expect(held.rounds.rateBelow).toBeCloseTo(1 - 0.05 ** 0.25);
  });

  test('makes a run inconclusive that never showed it, and breaks no round', () => {
    expect(report([refusals], [all, all, all, all])).toMatchObject({
      verdict: 'inconclusive',
      because: '"somebody is refused": true in none of 4 judged rounds, so the run did not test what it should',
      rounds: { violated: 0 },
    });
  });

  test('makes it violated where it is required', () => {
    expect(report([required], [all, all, all, all])).toMatchObject({
      verdict: 'violated',
      because: '"somebody is refused": true in none of 4 judged rounds',
      invariants: [{ verdict: 'violated', first: { round: 1, expected: 'one refused', measured: 'no refused' } }],
    });
  });

  test('does not count a round with poor timing, neither for it nor against it', () => {
    expect(report([required], [all, all, all, round('sold; refused', wide)])).toMatchObject({
      verdict: 'inconclusive',
      because: expect.stringContaining('true only in 1 of 4 rounds, whose timing was too poor to count'),
    });
  });

  test('is not missed while a round is undecided, or while too few were judged', () => {
    expect(report([required], [all, all, all, undecided])).toMatchObject({
      verdict: 'inconclusive',
      because: expect.stringContaining('true in none of 4 rounds, undecided in 1; round 1: whether any was refused'),
    });
    expect(report([required], [all])).toMatchObject({ verdict: 'inconclusive' });
    expect(report([required], [all, all], true).verdict).toBe('inconclusive');
  });

  test('is not called held in a run that was cut short', () => {
    expect(report([refusals], [some, some], true)).toMatchObject({
      verdict: 'inconclusive',
      because: expect.stringContaining('interrupted after 2 of 4 rounds'),
    });
  });

  test('leaves the baseline to the others', () => {
    const serially = round('sold; sold', { round: 0, kind: 'baseline' });
    expect(report([refusals], [serially, some, all, all, all])).toMatchObject({
      verdict: 'held',
      baseline: { verdict: 'inconclusive', because: 'no invariant speaks of every round' },
    });
    const alone = round('sold', { round: 0, kind: 'baseline' });
    expect(report([refusals, atMostOne], [alone, some, some, some, some]).baseline?.verdict).toBe('held');
  });
});
