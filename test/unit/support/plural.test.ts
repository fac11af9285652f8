import { expect, it } from 'vitest';
import { plural } from '../../../src/support/plural.ts';

it('one is one, and only long numbers are grouped', () => {
  expect(plural(1, 'round')).toBe('1 round');
  expect(plural(0, 'round')).toBe('0 rounds');
  expect(plural(3000, 'try', 'tries')).toBe('3000 tries');
  expect(plural(12_000, 'request')).toBe('12,000 requests');
});
