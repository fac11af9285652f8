import { evaluate } from '../expr/expression.ts';
import type { RoundHistory } from '../history/history.ts';
import type { Operation } from '../history/operation.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import type { Json } from '../support/json.ts';
import { operationValues } from './operation-values.ts';
import { roundValues } from './round-values.ts';
import { hasUnknownEffect } from './selection.ts';
import { countOf } from './wording.ts';

/** A value, or the reason why there is none. */
export type Reading<Value> =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'missing'; readonly because: string };

const readsAnswers = /\b(?:count|instances|responses)\b/;

/** The value of an expression over the round; missing while it hangs on operations whose effect nobody knows. */
export function readRound(source: string, history: RoundHistory): Reading<Json> {
  const inDoubt = history.operations.filter((operation) => hasUnknownEffect(operation) || operation.limited).length;
  if (inDoubt > 0 && readsAnswers.test(source)) {
    return {
      kind: 'missing',
      because: `\`${source}\` depends on ${countOf(inDoubt, 'operation')} whose effect nobody knows`,
    };
  }
  return read(source, roundValues(history, source));
}

/** The value of an expression over one operation. */
export function readOperation(source: string, operation: Operation): Reading<Json> {
  const reading = read(source, operationValues(operation));
  if (reading.kind === 'value') return reading;
  const because = whyMissing(source, operation) ?? reading.because;
  return { kind: 'missing', because: `member ${operation.member}: ${because}` };
}

/** Why a capture that the expression names was not found in the answer. */
export function whyMissing(source: string, { missing }: Operation): string | undefined {
  return Object.entries(missing).find(([name]) => new RegExp(`\\b${name}\\b`).test(source))?.[1];
}

/** The value of an expression over one entry of a list, which it calls `entry`. */
export function readEntry(source: string, entry: Json): Reading<Json> {
  return read(source, { entry });
}

/** What an id, a key or an owner is recognised by: 7 and "7" are the same one. Null is none. */
export function identityOf(reading: Reading<Json>): string | undefined {
  if (reading.kind === 'missing' || reading.value === null) return undefined;
  return typeof reading.value === 'string' ? reading.value : canonicalJson(reading.value);
}

function read(source: string, values: Readonly<Record<string, Json>>): Reading<Json> {
  const evaluation = evaluate(source, values);
  if (evaluation.kind === 'value') return evaluation;
  return { kind: 'missing', because: `\`${source}\`: ${evaluation.message}` };
}
