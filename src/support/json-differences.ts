import { canonicalJson } from './canonical-json.ts';
import { isList, isMap, type Json } from './json.ts';

/** Where two values differ, one line for each place: `$.total: 10 against 12`. Empty when they are equal. */
export function jsonDifferences(one: Json, other: Json): readonly string[] {
  return differences(one, other, '$');
}

function differences(one: Json | undefined, other: Json | undefined, path: string): readonly string[] {
  if (isMap(one) && isMap(other)) {
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    return keys.flatMap((key) => differences(one[key], other[key], `${path}${step(key)}`));
  }
  if (one !== undefined && other !== undefined && isList(one) && isList(other)) {
    const length = Math.max(one.length, other.length);
    return Array.from({ length }, (_, place) => differences(one[place], other[place], `${path}[${place}]`)).flat();
  }
  const [left, right] = [shown(one), shown(other)];
  return left === right ? [] : [`${path}: ${left} against ${right}`];
}

/** As in a JSONPath (RFC 9535). */
function step(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function shown(value: Json | undefined): string {
  return value === undefined ? 'nothing' : canonicalJson(value);
}
