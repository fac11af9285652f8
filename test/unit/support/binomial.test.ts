import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clopperPearson, rateBelowAfterNone, regularisedBeta } from '../../../src/support/binomial.ts';

describe('the bound after no violation', () => {
  test.each([
    [29, 0.1],
    [59, 0.05],
    [299, 0.01],
    [2995, 0.001],
  ])('says after %i rounds that the rate is below %f, as the power table has it', (rounds, rate) => {
    expect(rateBelowAfterNone(rounds)).toBeLessThanOrEqual(rate);
    expect(rateBelowAfterNone(rounds - 1)).toBeGreaterThan(rate);
  });

  test('gives the published value for 100 rounds', () => {
    expect(rateBelowAfterNone(100)).toBeCloseTo(0.02951, 5);
  });

  test('is no bound at all after no round', () => {
    expect(rateBelowAfterNone(0)).toBe(1);
  });

  test('leaves a chance of exactly 5 % to see nothing at that rate', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (rounds) => {
        expect((1 - rateBelowAfterNone(rounds)) ** rounds).toBeCloseTo(0.05, 9);
      }),
    );
  });
});

describe('the Clopper-Pearson interval', () => {
  // scipy.stats.beta.ppf; 4 of 300 is the example of research/checkers.md, the last two are 1 - 0.025^(1/n).
  test.each([
    [5, 10, 0.18708602844739855, 0.8129139715526015],
    [1, 10, 0.0025285785444617848, 0.4450161170281954],
    [4, 300, 0.0036445140520665214, 0.03378489626191785],
    [8, 100, 0.0351715625181628, 0.15155763586442095],
    [20, 1000, 0.012258267972406329, 0.03072003268260911],
    [299, 300, 0.9815687479519322, 0.9999156108676822],
    [2, 3000, 8.074662552361534e-5, 0.0024061330938171446],
    [0, 100, 0, 0.036216693],
    [100, 100, 0.963783307, 1],
  ])('of %i in %i is the published one', (hits, trials, low, high) => {
    const interval = clopperPearson(hits, trials);
    expect(interval[0]).toBeCloseTo(low, 9);
    expect(interval[1]).toBeCloseTo(high, 9);
  });

  test('puts exactly 2.5 % of the binomial beyond each end', () => {
    const trial = fc
      .integer({ min: 2, max: 60 })
      .chain((trials) => fc.tuple(fc.integer({ min: 1, max: trials - 1 }), fc.constant(trials)));
    fc.assert(
      fc.property(trial, ([hits, trials]) => {
        const [low, high] = clopperPearson(hits, trials);
        expect(1 - binomialBelow(hits, trials, low)).toBeCloseTo(0.025, 7);
        expect(binomialBelow(hits + 1, trials, high)).toBeCloseTo(0.025, 7);
      }),
      { numRuns: 50 },
    );
  });

  test('mirrors: hits and misses change places', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(3000), (hits, misses) => {
        fc.pre(hits + misses > 0);
        const [low, high] = clopperPearson(hits, hits + misses);
        const [mirroredLow, mirroredHigh] = clopperPearson(misses, hits + misses);
        expect(low).toBeCloseTo(1 - mirroredHigh, 9);
        expect(high).toBeCloseTo(1 - mirroredLow, 9);
      }),
    );
  });
});

test('the incomplete beta function of 1 and 1 is the identity', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (x) => {
      expect(regularisedBeta(x, 1, 1)).toBeCloseTo(x, 12);
    }),
  );
});

/** Chance of fewer than `hits` in `trials`, summed term by term. */
function binomialBelow(hits: number, trials: number, rate: number): number {
  let term = (1 - rate) ** trials;
  let sum = 0;
  for (let k = 0; k < hits; k += 1) {
    sum += term;
    term *= ((trials - k) / (k + 1)) * (rate / (1 - rate));
  }
  return sum;
}
