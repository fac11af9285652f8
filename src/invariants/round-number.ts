import type { RoundHistory } from '../history/history.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { type Decimal, decimalOf } from '../support/decimal.ts';
import type { Json } from '../support/json.ts';
import { type Reading, readRound } from './reading.ts';
import type { Numeric } from './spec-parts.ts';
import { brief } from './wording.ts';

/** The number that a spec gives, literally or as an expression over the round. */
export function roundNumber(source: Numeric, history: RoundHistory): Reading<Decimal> {
  if (typeof source === 'number') return asDecimal(source, String(source));
  const reading = readRound(source, history);
  return reading.kind === 'value' ? asDecimal(reading.value, source) : reading;
}

/** An exact number out of any JSON value that holds one. */
export function asDecimal(value: Json, source: string): Reading<Decimal> {
  const decimal = decimalOf(value);
  if (decimal !== undefined) return { kind: 'value', value: decimal };
  return { kind: 'missing', because: `\`${source}\` gives ${brief(canonicalJson(value))}, expected a number` };
}
