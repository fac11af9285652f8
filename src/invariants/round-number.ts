import { evaluate } from '../expr/expression.ts';
import type { RoundHistory } from '../history/history.ts';
import { type Decimal, decimalOf } from '../support/decimal.ts';
import type { Json } from '../support/json.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { roundValues } from './round-values.ts';
import type { Numeric } from './spec-parts.ts';
import { brief, countOf } from './wording.ts';

/** A value, or the reason why there is none. */
export type Reading<Value> =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'missing'; readonly because: string };

const readsAnswers = /\b(?:count|instances|responses)\b/;

/** The number that a spec gives, literally or as an expression over the round. */
export function roundNumber(source: Numeric, history: RoundHistory): Reading<Decimal> {
  if (typeof source === 'number') return asDecimal(source, String(source));
  const inDoubt = history.operations.filter(({ effect, limited }) => effect === 'info' || limited).length;
  if (inDoubt > 0 && readsAnswers.test(source)) {
    return {
      kind: 'missing',
      because: `\`${source}\` depends on ${countOf(inDoubt, 'operation')} whose effect nobody knows`,
    };
  }
  const evaluation = evaluate(source, roundValues(history, source));
  if (evaluation.kind === 'error') return { kind: 'missing', because: `\`${source}\`: ${evaluation.message}` };
  return asDecimal(evaluation.value, source);
}

/** An exact number out of any JSON value that holds one. */
export function asDecimal(value: Json, source: string): Reading<Decimal> {
  const decimal = decimalOf(value);
  if (decimal !== undefined) return { kind: 'value', value: decimal };
  return { kind: 'missing', because: `\`${source}\` gives ${brief(canonicalJson(value))}, expected a number` };
}
