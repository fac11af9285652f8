import type { RoundHistory } from '../history/history.ts';
import { compare, type Decimal, formatDecimal, plus } from '../support/decimal.ts';
import type { Entries } from './entries.ts';
import { readEntry } from './reading.ts';
import { asDecimal, roundNumber } from './round-number.ts';
import type { Numeric } from './spec-parts.ts';
import { countOf } from './wording.ts';

/** What the entries must add up to: expressions over one entry, and over the round. */
export interface SumSpec {
  readonly of: string;
  readonly from: Numeric;
  readonly to: Numeric;
}

/** Why the balance and the entries disagree, or why that can't be told. */
export interface BalanceProblem {
  readonly kind: 'wrong' | 'unknown';
  readonly because: string;
}

/** Compares exactly; undefined when the entries add up. */
export function balanceProblem(
  { of, from, to }: SumSpec,
  { fresh, incomplete }: Entries,
  history: RoundHistory,
): BalanceProblem | undefined {
  if (incomplete !== undefined) return { kind: 'unknown', because: incomplete };
  const before = roundNumber(from, history);
  if (before.kind === 'missing') return { kind: 'unknown', because: before.because };
  const after = roundNumber(to, history);
  if (after.kind === 'missing') return { kind: 'unknown', because: after.because };
  let sum: Decimal = before.value;
  for (const entry of fresh) {
    const reading = readEntry(of, entry);
    const amount = reading.kind === 'value' ? asDecimal(reading.value, of) : reading;
    if (amount.kind === 'missing') return { kind: 'unknown', because: `an entry has no amount: ${amount.because}` };
    sum = plus(sum, amount.value);
  }
  if (compare(sum, after.value) === 0) return undefined;
  const because = `${formatDecimal(before.value)} and ${countOf(fresh.length, 'entry')} make ${formatDecimal(sum)}, but ${to} is ${formatDecimal(after.value)}`;
  return { kind: 'wrong', because };
}
