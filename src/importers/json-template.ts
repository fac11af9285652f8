import { isList, isMap, type Json } from '../support/json.ts';
import { isSecretName } from './secret-signs.ts';

/** How the leaves of a JSON value are written. */
export interface Leaves {
  /** A value below a secret name; every secret is a text, so that a number becomes one. */
  readonly secret: (name: string, value: string) => string;
  readonly text: (literal: string) => string;
}

/** A JSON value as template: all that lies below a secret name is secret. */
export function jsonTemplate(value: Json, leaves: Leaves, name = ''): Json {
  if (value === null || typeof value === 'boolean') return value;
  if (isList(value)) return value.map((member) => jsonTemplate(member, leaves, name));
  if (isMap(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [
        key,
        jsonTemplate(member, leaves, isSecretName(key) || !isSecretName(name) ? key : name),
      ]),
    );
  }
  if (isSecretName(name)) return leaves.secret(name, String(value));
  return typeof value === 'string' ? leaves.text(value) : value;
}
