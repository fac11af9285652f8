import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWindowMaximum } from '../../../src/support/window-maximum.ts';

test('the fullest window is what trying all of them finds', () => {
  const event = fc.tuple(fc.nat(20), fc.nat(10)).map(([start, length]) => ({ start, end: start + length }));
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 12 }), fc.nat(3), (events, charge) => {
      const sorted = [...events].sort((one, other) => other.start - one.start);
      const ends = sorted.map(({ end }) => end).sort((one, other) => one - other);
      const maximum = createWindowMaximum(ends.map((end) => end * charge));
      for (const [place, { start, end }] of sorted.entries()) {
        maximum.add(ends.indexOf(end));
        const added = sorted.slice(0, place + 1);
        const values = added.map(
          (last) => added.filter((one) => one.start >= start && one.end <= last.end).length - last.end * charge,
        );
        const best = maximum.best();
        expect(best.value).toBe(Math.max(...values));
        expect(values).toContain(
          added.filter((one) => one.end <= (ends[best.place] ?? 0)).length - (ends[best.place] ?? 0) * charge,
        );
      }
    }),
  );
});
