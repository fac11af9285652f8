import { canonicalJson } from '../support/canonical-json.ts';
import type { Json } from '../support/json.ts';
import { parseJson } from '../support/lossless-json.ts';

/**
 * A text that spells a number as JSON does is that number: an id comes as `7` in a body, and as `"7"` out of a header, a template
 * or a CSV file. Everything else stays what it is, `"007"` and `"1.0"` too.
 */
export function plainValue(value: Json): Json {
  if (typeof value !== 'string' || !/^-?\d[\d.eE+-]*$/.test(value)) return value;
  try {
    const number = parseJson(value);
    return canonicalJson(number) === value ? number : value;
  } catch {
    return value;
  }
}

/** Equal texts for values that are equal as `plainValue` has them. */
export function identityText(value: Json): string {
  return canonicalJson(plainValue(value));
}
