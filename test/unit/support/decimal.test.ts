import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare, type Decimal, decimalOf, formatDecimal, minus, plus } from '../../../src/support/decimal.ts';

/** Like `decimalOf`, for values that are numbers. */
function decimal(value: number | bigint | string): Decimal {
  const result = decimalOf(value);
  if (result === undefined) throw new Error(`${value} is no number`);
  return result;
}

describe('an exact decimal', () => {
  test('makes 0.3 of 0.1 and 0.2', () => {
    expect(formatDecimal(plus(decimal(0.1), decimal(0.2)))).toBe('0.3');
  });

  test.each([
    [1e21, '1000000000000000000000'],
    [1.5e-7, '0.00000015'],
    ['12.50', '12.5'],
    ['-0.05', '-0.05'],
    [9007199254740993n, '9007199254740993'],
    [-0, '0'],
  ])('reads %s as %s', (value, text) => {
    expect(formatDecimal(decimal(value))).toBe(text);
  });

  test.each([[NaN], [Infinity], ['12 €'], [''], ['1e999999999'], ['0x10'], [null], [true], [[1]], [{}]])(
    'refuses %s',
    (value) => {
      expect(decimalOf(value)).toBeUndefined();
    },
  );

  test('agrees with whole numbers of any size', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), (a, b) => {
        expect(formatDecimal(plus(decimal(a), decimal(b)))).toBe(String(a + b));
        expect(formatDecimal(minus(decimal(a), decimal(b)))).toBe(String(a - b));
        expect(Math.sign(compare(decimal(a), decimal(b)))).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  test('keeps the value of every finite number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(formatDecimal(decimal(value)))).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});
