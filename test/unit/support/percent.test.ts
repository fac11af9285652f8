import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { percent, percentAtMost } from '../../../src/support/percent.ts';

it.each([
  [0, '0 %'],
  [0.0494, '4.9 %'],
  [0.312, '31 %'],
  [1, '100 %'],
])('a share of %d is %s', (share, text) => {
  expect(percent(share)).toBe(text);
});

it.each([
  [0.0494, '5 %'],
  [0.2, '20 %'],
  [0.312, '32 %'],
])('an upper bound of %d is below %s', (share, text) => {
  expect(percentAtMost(share)).toBe(text);
});

it('never tells less than the bound', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
      expect(Number.parseFloat(percentAtMost(share)) / 100).toBeGreaterThanOrEqual(share - 1e-10);
    }),
  );
});
