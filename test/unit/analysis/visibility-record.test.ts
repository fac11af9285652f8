import { expect, test } from 'vitest';
import { createVisibilityRecord } from '../../../src/analysis/visibility-record.ts';

const ms = 1_000_000;

test('what was measured of visibility is added up over the rounds', () => {
  const record = createVisibilityRecord();
  record.add({
    brackets: [{ visibleNs: -ms }, { notYetNs: 2 * ms, visibleNs: 4 * ms }],
    freshness: [{ fromNs: 0, reads: 4, fresh: 1 }],
  });
  record.add(undefined);
  record.add({
    brackets: [{ notYetNs: 300 * ms }],
    freshness: [
      { fromNs: 100 * ms, reads: 2, fresh: 0 },
      { fromNs: 0, reads: 1, fresh: 1 },
    ],
  });
  const { visibility } = record.report();
  expect(visibility).toMatchObject({
    pairs: 3,
    unseen: 1,
    freshness: [
      { fromMs: 0, reads: 5, fresh: 2 },
      { fromMs: 100, reads: 2, fresh: 0 },
    ],
  });
  expect(visibility?.notYet.maxMs).toBe(300);
  expect(visibility?.notYet.p50Ms).toBeCloseTo(2, 2);
  // Two of three were seen: the median of all is the later of them, and 95 % were not.
  expect(visibility?.visible).toEqual({ p50Ms: 4 });
});

test('where every write was seen the latest is told too', () => {
  const record = createVisibilityRecord();
  record.add({ brackets: [{ visibleNs: 0 }, { visibleNs: 7 * ms }], freshness: [] });
  expect(record.report().visibility?.visible).toEqual({ p50Ms: 0, p95Ms: 7, maxMs: 7 });
});

test('nothing is told of visibility where nothing was measured', () => {
  const record = createVisibilityRecord();
  record.add({ brackets: [], freshness: [] });
  expect(record.report()).toEqual({});
});
