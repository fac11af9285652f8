import { expect, test } from 'vitest';
import { judge } from './history-builder.ts';
import { burst, largeCases, lost } from './large-histories.ts';

test.each([
  ['count.ok <= 10000', 'held'],
  ['count.ok < 9950', 'violated'],
  ['responses.all(r, r.status == 200)', 'inconclusive'],
])('the assertion %s is %s for ten thousand operations of which forty are unknown', (text, verdict) => {
  const history = burst((place) => (place % 250 === 0 ? lost : {}));
  expect(judge({ assert: text }, history).verdict).toBe(verdict);
});

test.each(largeCases)('%j judges ten thousand operations', (spec, kept, broken) => {
  expect(judge(spec, kept).verdict).toBe('held');
  expect(judge(spec, broken).verdict).toBe('violated');
});
