import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moved, selected, zoomed } from '../../../../../src/reporters/html/browser/zoom.ts';

const limits = { fromNs: -1000, toNs: 99_000 };

describe('zooming', () => {
  it('keeps the instant under the pointer where it is', () => {
    expect(zoomed({ fromNs: 0, toNs: 40_000 }, 0.5, 0.25, limits)).toEqual({ fromNs: 5000, toNs: 25_000 });
  });

  it('goes down to a microsecond and up to the whole burst, and no further', () => {
    let view = limits;
    for (let time = 0; time < 50; time += 1) view = zoomed(view, 0.5, 0.5, limits);
    expect(view.toNs - view.fromNs).toBe(1000);
    for (let time = 0; time < 50; time += 1) view = zoomed(view, 2, 0.5, limits);
    expect(view).toEqual(limits);
  });

  it('never leaves the burst, whatever one does', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, fc.double({ min: -2, max: 2, noNaN: true }), (one, other, distance) => {
        const views = [
          selected(limits, one, other, limits),
          moved(selected(limits, one, other, limits), distance, limits),
          zoomed(selected(limits, one, other, limits), 3, one, limits),
        ];
        for (const { fromNs, toNs } of views) {
          expect(fromNs).toBeGreaterThanOrEqual(limits.fromNs);
          expect(toNs).toBeLessThanOrEqual(limits.toNs + 1e-6);
          expect(toNs - fromNs).toBeGreaterThanOrEqual(1000 - 1e-6);
        }
      }),
    );
  });
});

it('selects from left to right, whichever way the pointer was drawn', () => {
  expect(selected({ fromNs: 0, toNs: 10_000 }, 0.8, 0.2, limits)).toEqual({ fromNs: 2000, toNs: 8000 });
});

it('moves by a share of what is in view', () => {
  expect(moved({ fromNs: 0, toNs: 10_000 }, 0.25, limits)).toEqual({ fromNs: 2500, toNs: 12_500 });
  expect(moved({ fromNs: 0, toNs: 10_000 }, -0.25, limits)).toEqual({ fromNs: -1000, toNs: 9000 });
});
