import fc from 'fast-check';
import { expect, it } from 'vitest';
import { offsetsNs, timesSent } from '../../../src/scenario/polling.ts';
import { durationMs } from '../../../src/support/duration.ts';

const ms = (text: string) => durationMs(text) ?? 0;

it('sends once, at its own instant, what has no `every`', () => {
  expect(offsetsNs({ at: ms('5ms') })).toEqual([5e6]);
});

it('sends at both ends of the time, also where the durations are no binary fractions', () => {
  expect(offsetsNs({ at: ms('1.1ms'), every: ms('100us'), for: ms('300us') })).toEqual([
    1_100_000, 1_200_000, 1_300_000, 1_400_000,
  ]);
});

it('sends one time more than `every` goes into `for`, and counts as many as it sends', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0, max: 300 }), fc.nat(10), (us, times, less) => {
      const every = ms(`${us}us`);
      const whole = { at: 0, every, for: ms(`${us * times}us`) };
      expect(timesSent(whole)).toBe(times + 1);
      expect(offsetsNs(whole).at(-1)).toBe(us * times * 1000);
      const short = { at: 0, every, for: ms(`${Math.max(0, us * times - Math.min(less, us - 1))}us`) };
      expect(offsetsNs(short)).toHaveLength(timesSent(short));
    }),
  );
});
