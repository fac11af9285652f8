import type { RoundHistory } from '../history/history.ts';
import type { Operation } from '../history/operation.ts';
import { compare, type Decimal, formatDecimal, minus, plus, zero } from '../support/decimal.ts';
import type { CheckResult } from './checker.ts';
import { type Reading, readOperation } from './reading.ts';
import { asDecimal, roundNumber } from './round-number.ts';
import { earlier, selectEffects } from './selection.ts';
import type { Numeric } from './spec-parts.ts';
import { allKnown, countOf } from './wording.ts';

/** `after` must be `before` plus the weights of everything that took effect. */
export interface Balance {
  readonly before: Numeric;
  readonly after: Numeric;
  readonly changes: readonly { readonly of: string; readonly weight: Numeric }[];
}

interface Weighted {
  readonly of: string;
  readonly operation: Operation;
  readonly weight: Decimal;
}

/**
 * Each operation that surely took effect adds its weight w, each unknown one anything in [min(0, w), max(0, w)]. Violated when
 * the change that was read lies outside what that allows, held when it is the only one allowed.
 */
export function judgeBalance(balance: Balance, history: RoundHistory): CheckResult {
  const before = roundNumber(balance.before, history);
  if (before.kind === 'missing') return { verdict: 'inconclusive', because: before.because };
  const after = roundNumber(balance.after, history);
  if (after.kind === 'missing') return { verdict: 'inconclusive', because: after.because };
  const certain = weigh(balance, history, 'certain');
  if (certain.kind === 'missing') return { verdict: 'inconclusive', because: certain.because };
  const uncertain = weigh(balance, history, 'uncertain');
  if (uncertain.kind === 'missing') return { verdict: 'inconclusive', because: uncertain.because };

  const claimed = sum(certain.value);
  const low = plus(claimed, sum(uncertain.value.filter(({ weight }) => compare(weight, zero) < 0)));
  const high = plus(claimed, sum(uncertain.value.filter(({ weight }) => compare(weight, zero) > 0)));
  const change = minus(after.value, before.value);
  const [lowest, highest] = [low, high].map((bound) => formatDecimal(plus(before.value, bound)));
  const expected =
    `${balance.after} ${lowest === highest ? `= ${lowest}` : `between ${lowest} and ${highest}`}: ` +
    `${formatDecimal(before.value)} before, ${signed(claimed)} by ${countOf(certain.value.length, 'operation')}`;
  const measured = `${balance.after} = ${formatDecimal(after.value)}`;

  const unknown = new Set(uncertain.value.map(({ operation }) => operation.member)).size;
  const side = compare(change, low) < 0 ? 1 : compare(change, high) > 0 ? -1 : 0;
  if (side !== 0) {
    const witness = pushing(side, change, certain.value, uncertain.value);
    const because =
      unknown === 0 ? allKnown : `${countOf(unknown, 'unknown operation')} can't make up for the difference`;
    const details = balance.changes.map(({ of, weight }) => sideText(of, weight, certain.value, uncertain.value));
    return { verdict: 'violated', expected, measured, witness, because, details };
  }
  if (compare(low, high) === 0) return { verdict: 'held', measured };
  const because = `${expected}; ${measured} is right only for some of the things that ${countOf(unknown, 'unknown operation')} may have done`;
  return { verdict: 'inconclusive', because };
}

/** `sold: -3 by 3 operations, -1 more by 1 of unknown outcome`. */
function sideText(of: string, weight: Numeric, certain: readonly Weighted[], uncertain: readonly Weighted[]): string {
  const sure = certain.filter((one) => one.of === of);
  const open = uncertain.filter((one) => one.of === of);
  const more = open.length === 0 ? '' : `, up to ${signed(sum(open))} more by ${open.length} of unknown outcome`;
  return `${of} (${weight} each): ${signed(sum(sure))} by ${countOf(sure.length, 'operation')}${more}`;
}

function weigh(balance: Balance, history: RoundHistory, side: 'certain' | 'uncertain'): Reading<readonly Weighted[]> {
  const weighted: Weighted[] = [];
  for (const { of, weight } of balance.changes) {
    for (const operation of selectEffects(of, history.operations)[side]) {
      const reading = weightOf(weight, operation);
      if (reading.kind === 'missing') return reading;
      weighted.push({ of, operation, weight: reading.value });
    }
  }
  return { kind: 'value', value: weighted };
}

function weightOf(weight: Numeric, operation: Operation): Reading<Decimal> {
  if (typeof weight === 'number') return asDecimal(weight, String(weight));
  const reading = readOperation(weight, operation);
  if (reading.kind === 'missing') return reading;
  const amount = asDecimal(reading.value, weight);
  return amount.kind === 'value'
    ? amount
    : { kind: 'missing', because: `member ${operation.member}: ${amount.because}` };
}

/**
 * The fewest operations that push what is allowed past the change that was read, upwards (1) or downwards (-1): the heaviest
 * first, after granting everything that pulls the other way. None when nothing that was sent explains the change.
 */
function pushing(
  side: 1 | -1,
  change: Decimal,
  certain: readonly Weighted[],
  uncertain: readonly Weighted[],
): readonly number[] {
  const pulling = [...certain, ...uncertain].filter(({ weight }) => compare(weight, zero) === -side);
  const candidates = certain.filter(({ weight }) => compare(weight, zero) === side);
  candidates.sort((a, b) => side * compare(b.weight, a.weight) || earlier(a.operation, b.operation));
  const witness = new Set<number>();
  let reached = sum(pulling);
  for (const { operation, weight } of candidates) {
    if (compare(reached, change) === side) break;
    reached = plus(reached, weight);
    witness.add(operation.member);
  }
  return [...witness];
}

function sum(weighted: readonly Weighted[]): Decimal {
  return weighted.reduce((total, { weight }) => plus(total, weight), zero);
}

function signed(value: Decimal): string {
  return compare(value, zero) > 0 ? `+${formatDecimal(value)}` : formatDecimal(value);
}
