import { expect, test } from 'vitest';
import type { VisibilityReport } from '../../../src/analysis/index.ts';
import { visibilityLines } from '../../../src/reporters/visibility-text.ts';

const report: VisibilityReport = {
  pairs: 90,
  unseen: 0,
  notYet: { p50Ms: 0, p95Ms: 12, maxMs: 280 },
  visible: { p50Ms: 3, p95Ms: 31, maxMs: 304 },
  freshness: [
    { fromMs: 0, reads: 40, fresh: 25 },
    { fromMs: 1, reads: 200, fresh: 199 },
    { fromMs: 200, reads: 90, fresh: 90 },
    { fromMs: 500, reads: 90, fresh: 90 },
  ],
};

test('the visibility of writes is told in two sentences, which end when all reads are fresh', () => {
  expect(visibilityLines(report)).toEqual([
    'visible after the acknowledgement: half by 3 ms, 95 % between 12 ms and 31 ms, the last between 280 ms and 304 ms',
    'fresh reads by the time since: 63 % from 0, 99 % from 1 ms, 100 % from 200 ms',
  ]);
});

test('writes that were never seen have no end', () => {
  const [visible] = visibilityLines({ ...report, unseen: 20, visible: { p50Ms: 3 } });
  expect(visible).toBe('visible after the acknowledgement: half by 3 ms, 95 % not by 12 ms, the last not by 280 ms');
  const nothing = { p50Ms: 0, p95Ms: 0, maxMs: 0 };
  expect(visibilityLines({ ...report, unseen: 90, notYet: nothing, visible: {}, freshness: [] })).toEqual([
    'visible after the acknowledgement: half never, 95 % never, the last never',
  ]);
});
