import { describe, expect, test } from 'vitest';
import { mergeReports } from '../../../src/analysis/index.ts';
import { heldScenario, runOf, violatedScenario } from '../../golden/reports/examples.ts';

const violated = { ...runOf([violatedScenario]), run: 'b', startedAt: '2026-11-24T11:00:00.000Z', seed: 9 };
const held = { ...runOf([heldScenario]), run: 'a' };

describe('the report of several runs', () => {
  test('is that of the run itself when there is one', () => {
    expect(mergeReports([held])).toBe(held);
  });

  test('has all scenarios, each with its run, and the verdict and the times of all', () => {
    const merged = mergeReports([held, violated]);
    expect(merged).toMatchObject({
      run: 'a + b',
      verdict: 'violated',
      startedAt: violated.startedAt,
      durationMs: held.durationMs + violated.durationMs,
      runs: [
        { run: 'a', seed: 7 },
        { run: 'b', seed: 9 },
      ],
    });
    expect(merged.scenarios.map(({ run, name }) => [run, name])).toEqual([
      ['a', heldScenario.name],
      ['b', violatedScenario.name],
    ]);
  });
});
