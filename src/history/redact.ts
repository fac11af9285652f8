import { hiddenFields, hiddenHeader, redactionMark } from './credentials.ts';
import type { RoundHistory } from './history.ts';
import type { Answer, Operation } from './operation.ts';
import { isSearched } from './secret-values.ts';

/** Keeps secrets out of everything that is written. */
export interface Redactor {
  /** From now on this value is secret. */
  add(value: string): void;
  /** A text (plain, or JSON) without any secret. Equal secrets get equal marks, so that `unique` still means something. */
  text(text: string): string;
  /** The mark of a value that is a secret from end to end: only so is one found that is too short to be searched for. */
  mark(value: string): string | undefined;
}

/** Finds any number of secrets in one pass: there may be a token for every member of every round. */
export function createRedactor(): Redactor {
  const marks = new Map<string, string>();
  /** What to put in the place of each form of each secret. */
  const forms = new Map<string, string>();
  /** Lengths of the forms by how they begin, longest first: a secret that holds another one must go as a whole. */
  const lengths = new Map<number, readonly number[]>();
  return {
    add(value) {
      if (value === '' || marks.has(value)) return;
      const mark = `${redactionMark} ${marks.size + 1}]`;
      marks.set(value, mark);
      for (const form of spellings(value)) {
        if (forms.has(form)) continue;
        forms.set(form, isSearched(value) ? mark : `"${mark}"`);
        const alike = lengths.get(beginning(form, 0)) ?? [];
        if (!alike.includes(form.length))
          lengths.set(
            beginning(form, 0),
            [...alike, form.length].sort((one, other) => other - one),
          );
      }
    },
    text(text) {
      let clean = '';
      let kept = 0;
      for (let at = 0; forms.size > 0 && at < text.length - 1; at += 1) {
        for (const length of lengths.get(beginning(text, at)) ?? []) {
          const mark = forms.get(text.slice(at, at + length));
          if (mark === undefined) continue;
          clean += text.slice(kept, at) + (isJsonNumber(text, at, length) ? `"${mark}"` : mark);
          kept = at + length;
          at = kept - 1;
          break;
        }
      }
      return clean + text.slice(kept);
    },
    mark: (value) => marks.get(value),
  };
}

/** A number that is a value of its own in JSON: there its mark has to be a text. */
function isJsonNumber(text: string, at: number, length: number): boolean {
  return (
    /^\d+$/.test(text.slice(at, at + length)) &&
    /[:[,]\s?$/.test(text.slice(Math.max(0, at - 2), at)) &&
    /^\s*[,}\]]/.test(text.slice(at + length, at + length + 8))
  );
}

/** A number that tells two characters apart from most others. */
function beginning(text: string, at: number): number {
  return (text.charCodeAt(at) * 257 + text.charCodeAt(at + 1)) & 0xffff;
}

/** A secret as it may stand in a body, a JSON text, a URL, a form, or an Authorization header. */
function spellings(value: string): ReadonlySet<string> {
  const json = JSON.stringify(value);
  if (!isSearched(value)) return new Set([json]);
  const escaped = json.slice(1, -1);
  // JSON in a text of a JSON body: escaped twice.
  const escapedTwice = JSON.stringify(escaped).slice(1, -1);
  return new Set([
    value,
    escaped,
    escapedTwice,
    encodeURIComponent(value.toWellFormed()),
    new URLSearchParams([['', value]]).toString().slice(1),
    ...base64Ends(value),
  ]);
}

/** The value as the end of a text in base64, such as `user:value` of Basic authentication (RFC 7617), whatever comes before it. */
function base64Ends(value: string): readonly string[] {
  // Characters that are, or also hold, bits of what comes before, by how many of its bytes share them.
  return [0, 2, 3].map((others, bytesBefore) =>
    Buffer.concat([Buffer.alloc(bytesBefore), Buffer.from(value)])
      .toString('base64')
      .replace(/=+$/, '')
      .slice(others),
  );
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
