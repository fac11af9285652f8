import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ExpiringMap } from '../../../src/lab/expiring-map.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

it('has an entry until it runs out, counted from when it was put there', () => {
  const map = new ExpiringMap<number>(100);
  map.set('a', 1);
  vi.advanceTimersByTime(60);
  map.set('b', 2);
  vi.advanceTimersByTime(39);
  expect([map.get('a'), map.get('b')]).toEqual([1, 2]);
  vi.advanceTimersByTime(1);
  expect([map.get('a'), map.get('b')]).toEqual([undefined, 2]);
  map.set('a', 3);
  expect(map.get('a')).toBe(3);
});

it('forgets what is deleted, and everything when it is cleared', () => {
  const map = new ExpiringMap<number>(100);
  for (const key of ['a', 'b', 'c']) map.set(key, 1);
  map.delete('a');
  expect([map.get('a'), map.get('b')]).toEqual([undefined, 1]);
  map.clear();
  expect([map.get('b'), map.get('c')]).toEqual([undefined, undefined]);
});
