import { isList, isMap, type Json } from '../support/json.ts';

/** Keys and list places from the root of a file to a value. */
export type Path = readonly (string | number)[];

/** A path as zod gives it. Our files have no symbols for keys. */
export function toPath(keys: readonly PropertyKey[]): Path {
  return keys.map((key) => (typeof key === 'symbol' ? String(key) : key));
}

/** `burst.requests[0].name`, as people write it. */
export function pathText(path: Path): string {
  return path.map((part, place) => (typeof part === 'number' ? `[${part}]` : place === 0 ? part : `.${part}`)).join('');
}

/** The value at a path; undefined where the path leads nowhere. */
export function valueAt(root: Json, path: Path): Json | undefined {
  let value: Json | undefined = root;
  for (const part of path) {
    if (value === undefined) return undefined;
    if (isList(value)) value = value[Number(part)];
    else value = isMap(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  }
  return value;
}
