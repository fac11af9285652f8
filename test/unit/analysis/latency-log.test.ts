import { describe, expect, test } from 'vitest';
import { latencyLog } from '../../../src/analysis/index.ts';
import { round } from '../invariants/history-builder.ts';

const at = (text: string, more: Parameters<typeof round>[1] = {}) => ({
  scenario: 's',
  startedAtMs: 1000,
  round: round(text, more),
});

describe('the latency log', () => {
  test('has one histogram for each kind of answer, from the first release to the last byte', () => {
    const intervals = latencyLog([at('sold@1-9; refused@2-4'), at('sold@3-5', { round: 2 })]);
    expect(intervals.map(({ outcome, histogram }) => [outcome, histogram.totalCount])).toEqual([
      ['sold', 2],
      ['refused', 1],
    ]);
    const { startedAtMs = 0, endedAtMs = 0 } = intervals[0] ?? {};
    expect(startedAtMs).toBeGreaterThan(1000);
    expect(endedAtMs).toBeGreaterThan(startedAtMs);
  });

  test('leaves out the baseline, and who was never answered', () => {
    expect(latencyLog([at('sold', { kind: 'baseline', round: 0 }), at('lost')])).toEqual([]);
  });
});
