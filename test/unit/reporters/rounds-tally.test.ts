import { expect, test } from 'vitest';
import { roundsTally } from '../../../src/reporters/rounds-tally.ts';

test('rounds that were fired in vain are told from those that could not be fired, so that the counts add up', () => {
  const counts = { planned: 20, fired: 4, valid: 3, violated: 2, invalid: 0, unjudged: 3 };
  expect(roundsTally(counts)).toBe('4 of 20 fired, 3 valid, 1 not judged, 2 violated; 2 more could not be fired');
  expect(roundsTally({ ...counts, invalid: 1, unjudged: 0 })).toBe('4 of 20 fired, 3 valid, 1 not counted, 2 violated');
});
