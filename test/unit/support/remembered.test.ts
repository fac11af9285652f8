import { expect, it } from 'vitest';
import { remembered } from '../../../src/support/remembered.ts';

it('computes once for each text', () => {
  const asked: string[] = [];
  const length = remembered((text) => asked.push(text) && text.length);
  expect([length('a'), length('bb'), length('a')]).toEqual([1, 2, 1]);
  expect(asked).toEqual(['a', 'bb']);
});

it('starts anew when it knows enough, so that it never grows beyond that', () => {
  const asked: string[] = [];
  const length = remembered((text) => asked.push(text) && text.length, 2);
  for (const text of ['a', 'b', 'c', 'c', 'a']) length(text);
  expect(asked).toEqual(['a', 'b', 'c', 'a']);
});

it('keeps nothing of a computation that threw', () => {
  let calls = 0;
  const failing = remembered((text) => {
    calls += 1;
    if (calls === 1) throw new Error(text);
    return calls;
  });
  expect(() => failing('a')).toThrow('a');
  expect(failing('a')).toBe(2);
});
