import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant, lapse, place, stretch, ticks } from '../../../../src/reporters/html/axis.ts';

describe('the ticks of an axis', () => {
  it('are round instants, the release among them where it is in view', () => {
    expect(ticks({ fromNs: -1e6, toNs: 24e6 }, 5).map(({ label }) => label)).toEqual([
      '0 µs',
      '5 ms',
      '10 ms',
      '15 ms',
      '20 ms',
    ]);
    expect(ticks({ fromNs: 1200, toNs: 2200 }, 5).map(({ label }) => label)).toEqual([
      '1.2 µs',
      '1.4 µs',
      '1.6 µs',
      '1.8 µs',
      '2 µs',
      '2.2 µs',
    ]);
  });

  it('are never many, and always in view', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e11 }), fc.integer({ min: 1000, max: 1e11 }), (fromNs, width) => {
        const view = { fromNs, toNs: fromNs + width };
        const all = ticks(view, 5);
        expect(all.length).toBeLessThanOrEqual(6);
        expect(all.every(({ atNs }) => atNs >= view.fromNs && atNs <= view.toNs)).toBe(true);
      }),
    );
  });
});

it('names an instant with the digits that tell it from its neighbours', () => {
  expect([-446_000, 0, 250, 1250, 12_345_678, 3e9].map(instant)).toEqual([
    '−446 µs',
    '0 µs',
    '250 ns',
    '1.25 µs',
    '12.3457 ms',
    '3 s',
  ]);
  expect([13_627_411, 191_912].map(lapse)).toEqual(['13.63 ms', '191.9 µs']);
});

describe('a place in a view', () => {
  const view = { fromNs: 0, toNs: 1000 };
  it('is a share of its width, kept near it', () => {
    expect([250, 1e9, -1e9].map((atNs) => place(atNs, view))).toEqual(['25%', '105%', '-5%']);
  });
  it('has a width where something lasted, and is nothing out of view', () => {
    expect(stretch(250, 750, view)).toEqual({ x: '25%', width: '50%' });
    expect(stretch(-1e9, 1e9, view)).toEqual({ x: '-5%', width: '110%' });
    expect(stretch(2000, 3000, view)).toBeUndefined();
  });
});
