import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDistribution } from '../../../src/analysis/distribution.ts';

test('quantiles are right to three digits, from nanoseconds to minutes', () => {
  const values = fc.array(fc.integer({ min: 0, max: 600e9 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 100 }), (recorded, percent) => {
      const distribution = createDistribution();
      for (const value of recorded) distribution.record(value);
      const sorted = [...recorded].sort((a, b) => a - b);
      const exact = sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? 0;
      expect(Math.abs(distribution.quantile(percent) - exact)).toBeLessThanOrEqual(exact / 500);
      expect(distribution.max).toBe(sorted.at(-1));
    }),
    { numRuns: 50 },
  );
});

test('nothing recorded is zero', () => {
  expect(createDistribution().quantile(50)).toBe(0);
  expect(createDistribution().max).toBe(0);
});
