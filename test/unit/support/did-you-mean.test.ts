import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { didYouMean } from '../../../src/support/did-you-mean.ts';

it.each([
  ['slod', ['sold', 'refused'], 'sold'],
  ['count', ['counts', 'amount'], 'counts'],
  ['REFUSED', ['refused', 'sold'], 'refused'],
  ['startWith', ['endsWith', 'startsWith'], 'startsWith'],
  ['stock', ['sold', 'refused'], undefined],
  ['x', ['y', 'z'], undefined],
  ['foo', ['bool', 'now'], undefined],
  ['bye', ['buy'], 'buy'],
  ['sold', [], undefined],
])('takes %s for one of %j: %s', (word, candidates, expected) => {
  expect(didYouMean(word, candidates)).toBe(expected);
});

it('suggests nothing but candidates, and never the word itself', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (word, candidates) => {
      const meant = didYouMean(word, [...candidates, word]);
      if (meant === undefined) return;
      expect(candidates).toContain(meant);
      expect(meant).not.toBe(word);
    }),
  );
});

it('finds a name from which one letter is missing', () => {
  const name = fc.stringMatching(/^[a-z]{4,12}$/);
  fc.assert(
    fc.property(name, fc.nat(), (candidate, at) => {
      const place = at % candidate.length;
      expect(
        didYouMean(candidate.slice(0, place) + candidate.slice(place + 1), [candidate, '--------------------']),
      ).toBe(candidate);
    }),
  );
});
