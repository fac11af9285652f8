import type { ZodError } from 'zod';
import { isList, type Json } from '../support/json.ts';
import { stringifyJson } from '../support/lossless-json.ts';

/** One thing that zod found wrong. */
export type Issue = ZodError['issues'][number];

const types: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  bigint: 'a whole number',
  int: 'a whole number',
  boolean: 'true or false',
  null: 'null',
  array: 'a list',
  tuple: 'a list',
  object: 'a map of keys',
  record: 'a map of names',
};

/** `expected ...`, as the sentence goes on. */
export function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${types[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `expected ${issue.values.map((value) => String(value)).join(', ')}`;
    case 'too_small':
      return issue.origin === 'array' || issue.origin === 'string'
        ? `expected ${issue.minimum === 1 ? 'something' : `at least ${issue.minimum} entries`}`
        : `expected at least ${issue.minimum}`;
    case 'too_big':
      return `expected at most ${issue.maximum}`;
    default:
      return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
  }
}

/** A value in a few words. */
export function shown(value: Json | undefined): string {
  if (value === null || value === undefined) return 'nothing';
  if (isList(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a map';
  const text = stringifyJson(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** A value on one line, as YAML. */
export function yamlText(value: unknown): string {
  if (typeof value === 'string')
    return /^[A-Za-z0-9/$.][^#{}[\],]*$/.test(value) && !/: /.test(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(yamlText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([key, member]) => `${key}: ${yamlText(member)}`);
  return `{ ${entries.join(', ')} }`;
}
