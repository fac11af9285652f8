/** A JSON value whose whole numbers beyond 2^53 keep every digit as bigints. */
export type Json = null | boolean | number | bigint | string | readonly Json[] | { readonly [key: string]: Json };

/** `Array.isArray` that understands `readonly`. */
export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** A map of values by key, as against a list or a single value. */
export function isMap(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
