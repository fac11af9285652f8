import { isMap, isList, type Json } from '../support/json.ts';
import { parseJson } from '../support/lossless-json.ts';
import { headerOf, type HttpMessage } from './http-message.ts';

/** A body as a scenario can say it. */
export type MessageBody =
  | { readonly kind: 'json'; readonly value: Json }
  | { readonly kind: 'form'; readonly fields: readonly (readonly [name: string, value: string])[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly file: string };

/** Deeper JSON is written as the text that it was. */
const maxDepth = 12;

export const jsonType = 'application/json';
export const formType = 'application/x-www-form-urlencoded';

/** Reads a body by its content type, and by its look where that says nothing; as text where nothing else says the same. */
export function readBody(message: HttpMessage): MessageBody | undefined {
  const { body } = message;
  if (body === undefined) return undefined;
  if ('file' in body) return { kind: 'file', file: body.file };
  const { text } = body;
  if (text === '') return undefined;
  const type = mediaType(message);
  const looksLikeJson = /^\s*[[{]/.test(text) && (type === undefined || type === formType);
  if (looksLikeJson || type?.endsWith('json')) {
    const value = jsonOf(text);
    if (value !== undefined) return { kind: 'json', value };
  }
  if (type === formType) {
    const fields = [...new URLSearchParams(text)];
    const names = fields.map(([name]) => name);
    if (new Set(names).size === fields.length && names.every(isHoldable)) return { kind: 'form', fields };
  }
  return { kind: 'text', text };
}

/** The content type without its parameters, in lower case. */
export function mediaType(message: HttpMessage): string | undefined {
  return headerOf(message, 'content-type')?.split(';')[0]?.trim().toLowerCase();
}

function jsonOf(text: string): Json | undefined {
  try {
    const value = parseJson(text);
    return fits(value, maxDepth) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A key that a scenario can hold: some change objects in JavaScript, one merges maps in YAML 1.1, one would be filled in. */
export function isHoldable(key: string): boolean {
  return !['__proto__', 'constructor', 'prototype', '<<'].includes(key) && !key.includes('{{');
}

/** A scenario can hold it as a value. */
function fits(value: Json, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0 || (isMap(value) && !Object.keys(value).every(isHoldable))) return false;
  return (isList(value) ? value : Object.values(value)).every((member) => fits(member, depth - 1));
}
