import { type Decimal, decimalOf } from '../support/decimal.ts';

/** A number without rounding: bigints and decimal texts (`"12.50"`) are exact, a number stands for its shortest decimal. */
export type Amount = number | bigint | string;

/** Throws RangeError for a text that holds no number. */
export function exactly(amount: Amount): Decimal {
  if (Number.isSafeInteger(amount)) return { digits: BigInt(amount), scale: 0 };
  const decimal = decimalOf(amount);
  if (decimal === undefined) throw new RangeError(`${JSON.stringify(String(amount))} is not a decimal number`);
  return decimal;
}
