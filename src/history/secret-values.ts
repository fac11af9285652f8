import { isCredentialName } from './credentials.ts';

/** A shorter value stands in too many harmless places: it is replaced only where it is a whole JSON text. */
export function isSearched(value: string): boolean {
  return value.length >= 4;
}

/**
 * What is secret of a value: a text, and a number long enough to be searched for. To hide a shorter one would hide every count that
 * equals it, and it could be guessed anyway.
 */
function secretText(value: unknown): readonly string[] {
  if (typeof value === 'string') return ['true', 'false', 'null'].includes(value) ? [] : [value];
  if (typeof value !== 'number' && typeof value !== 'bigint') return [];
  return isSearched(String(value)) ? [String(value)] : [];
}

/** Every text and number in a secret value. */
export function secretsOf(value: unknown): readonly string[] {
  return value === null || typeof value !== 'object' ? secretText(value) : Object.values(value).flatMap(secretsOf);
}

/** What is secret by the names of its fields, in a value of the service. */
export function namedSecrets(value: unknown): readonly string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, member]) =>
    isCredentialName(name) ? secretsOf(member) : namedSecrets(member),
  );
}

/** Parts of a scenario that name places in answers, and hold no credentials though their keys may sound like it. */
const harmlessParts = new Set(['capture', 'outcomes', 'invariants', 'secrets']);

/** Credentials that are spelt out in a scenario, its `racehound.yaml`, its variables or its data rows, by the names of headers, fields and columns. */
export function literalCredentials(value: unknown, key = ''): readonly string[] {
  if (value !== null && typeof value === 'object')
    return Object.entries(value).flatMap(([name, member]) =>
      harmlessParts.has(name) ? [] : literalCredentials(member, /^\d+$/.test(name) ? key : name),
    );
  const isTemplate = typeof value === 'string' && value.includes('{{');
  if (isTemplate || !(isCredentialName(key) || key === 'bearer')) return [];
  return secretText(value).flatMap((text) => [text, text.replace(/^(Bearer|Basic) /i, '')]);
}
