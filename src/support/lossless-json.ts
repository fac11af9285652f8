import { isInteger, parse, stringify } from 'lossless-json';
import type { Json } from './json.ts';

/** A text without 16 digits in a row holds no whole number beyond 2^53; looking costs a fiftieth of the lossless parser. */
const longNumber = /\d{16}/;

/** Parses JSON; whole numbers beyond 2^53 become bigints and keep every digit. Throws SyntaxError. */
export function parseJson(text: string): Json {
  if (!longNumber.test(text)) return JSON.parse(text) as Json;
  // As in JSON.parse, the last of two members with the same name wins.
  return parse(text, undefined, { parseNumber, onDuplicateKey: ({ newValue }) => newValue }) as Json;
}

function parseNumber(digits: string): number | bigint {
  const number = Number(digits);
  return Number.isSafeInteger(number) || !isInteger(digits) ? number : BigInt(digits);
}

/** Writes JSON; bigints as bare digits, members without a value left out. */
export function stringifyJson(value: unknown, space?: number): string {
  return stringify(value, undefined, space) ?? 'null';
}
