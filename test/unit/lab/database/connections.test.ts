import { expect, it } from 'vitest';
import { poolSize } from '../../../../src/lab/database/connections.ts';

it.each([
  ['as many as any burst needs, where there are plenty', 400, 4, 20],
  ['an equal share of what is left beside the page, where there are few', 97, 4, 11],
  ['the fewest that can collide while one listens', 26, 4, 3],
])('gives every twin of an instance %s', (_, free, instances, size) => {
  expect(poolSize(free, instances)).toBe(size);
});

it('refuses what is too little, with what it takes', () => {
  expect(() => poolSize(25, 4)).toThrow('takes 25 more connections, and a lab with so many instances needs 26');
  expect(() => poolSize(-3, 4)).toThrow('takes 0 more connections');
});
