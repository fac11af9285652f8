import { Optional } from '@marcbachmann/cel-js';
import { isList, type Json } from '../support/json.ts';

/**
 * JSON as CEL sees it: whole numbers are integers there (of any size as long as nothing is calculated with them), other
 * numbers are doubles, objects are maps. A `Map`, because an object with a key such as `constructor` would mislead cel-js.
 */
export function toCel(value: Json): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(toCel);
  return new Map(Object.entries(value).map(([key, member]) => [key, toCel(member)]));
}

/** The way back: integers become numbers again where those are exact. Throws for what JSON has no word for. */
export function fromCel(value: unknown): Json {
  switch (typeof value) {
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : value;
    case 'number':
      if (Number.isFinite(value)) return value;
      throw new RangeError(`the result is ${value}, which is not a number that JSON knows`);
    case 'boolean':
    case 'string':
      return value;
    case 'object':
      return value === null ? null : fromCelObject(value);
    default:
      throw new TypeError('the result has no value');
  }
}

function fromCelObject(value: object): Json {
  if (Array.isArray(value)) return value.map(fromCel);
  // `fromEntries` makes own members, also out of a key such as `__proto__`.
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([key, member]) => [String(key), fromCel(member)]));
  if (Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, fromCel(member)]));
  }
  if (value instanceof Optional) throw new TypeError('the result is optional; end the expression with .orValue(...)');
  throw new TypeError('the result is neither a number, a text, true or false, null, a list nor an object');
}
