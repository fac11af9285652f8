import type { Json } from '../support/json.ts';
import type { RoundHistory } from './history.ts';
import { hiddenFields, hiddenHeader, isCredentialName, redactionMark } from './credentials.ts';
import type { Answer, Operation } from './operation.ts';

/** Keeps secrets out of everything that is written. */
export interface Redactor {
  /** From now on this value is secret. */
  add(value: string): void;
  /** A text (plain, or JSON) without any secret. Equal secrets get equal marks, so that `unique` still means something. */
  text(text: string): string;
}

/** A shorter value stands in too many harmless places; it is replaced only where it is a whole JSON text. */
const minSearchedLength = 4;

export function createRedactor(): Redactor {
  const secrets: { readonly value: string; readonly mark: string; readonly forms: readonly string[] }[] = [];
  return {
    add(value) {
      if (value === '' || secrets.some((secret) => secret.value === value)) return;
      const mark = `${redactionMark} ${secrets.length + 1}]`;
      secrets.push({
        value,
        mark: value.length < minSearchedLength ? `"${mark}"` : mark,
        forms: [...spellings(value)],
      });
      // Longest first: a secret that holds another one must go as a whole.
      secrets.sort((one, other) => other.value.length - one.value.length);
    },
    text(text) {
      let clean = text;
      for (const { forms, mark } of secrets) for (const form of forms) clean = clean.replaceAll(form, mark);
      return clean;
    },
  };
}

/** A secret as it may stand in a body, a JSON text, a URL, or an Authorization header. */
function spellings(value: string): ReadonlySet<string> {
  const json = JSON.stringify(value);
  if (value.length < minSearchedLength) return new Set([json]);
  const escaped = json.slice(1, -1);
  // JSON in a text of a JSON body: escaped twice.
  const escapedTwice = JSON.stringify(escaped).slice(1, -1);
  return new Set([
    value,
    escaped,
    escapedTwice,
    encodeURIComponent(value),
    Buffer.from(value).toString('base64').replace(/=+$/, ''),
  ]);
}

/** A round whose answers carry no credentials: by the names of headers and of JSON fields. */
export function withoutCredentials(history: RoundHistory): RoundHistory {
  return { ...history, operations: history.operations.map(operationWithoutCredentials) };
}

export function operationWithoutCredentials(operation: Operation): Operation {
  return operation.answer === undefined
    ? operation
    : { ...operation, answer: answerWithoutCredentials(operation.answer) };
}

function answerWithoutCredentials(answer: Answer): Answer {
  const headers = answer.headers.map(([name, value]): [string, string] => [name, hiddenHeader(name, value)]);
  return { ...answer, headers, body: hiddenFields(answer.body) };
}

/** Parts of a scenario that name places in answers, and hold no credentials though their keys may sound like it. */
const harmlessParts = new Set(['capture', 'outcomes', 'invariants', 'secrets']);

/** Credentials that a scenario or its data rows spell out, by the names of headers, fields and columns. */
export function literalCredentials(value: Json, key = ''): readonly string[] {
  if (typeof value === 'string') {
    const secret = (isCredentialName(key) || key === 'bearer') && !value.includes('{{');
    return secret ? [value, value.replace(/^(Bearer|Basic) /i, '')] : [];
  }
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, member]) =>
    harmlessParts.has(name) ? [] : literalCredentials(member, /^\d+$/.test(name) ? key : name),
  );
}
