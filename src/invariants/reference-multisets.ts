import type { RoundHistory } from '../history/history.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { formatDecimal } from '../support/decimal.ts';
import { groupBy } from '../support/group-by.ts';
import type { Reading } from './reading.ts';
import { roundNumber } from './round-number.ts';
import { type AnswerRules, seenAnswers } from './seen-answers.ts';
import type { Numeric } from './spec-parts.ts';
import { membersOf } from './wording.ts';

/** What one serial run gives: how many answers of each kind. */
export interface ReferenceMultiset {
  readonly kinds: ReadonlyMap<string, ReferenceCount>;
  /** It comes of one order of the members, and other orders may give others. */
  readonly oneOrder: boolean;
}

export interface ReferenceCount {
  readonly total: number;
  /** How often each value occurs; missing where any value will do. */
  readonly values?: ReadonlyMap<string, number>;
}

/** What the members were answered when they came one at a time. */
export function baselineMultiset(
  rules: AnswerRules,
  baseline: RoundHistory | undefined,
): Reading<readonly ReferenceMultiset[]> {
  if (baseline === undefined)
    return missing('there was no baseline that could be judged; list what is `allowed` instead');
  const { answers, unknown, missing: valueMissing } = seenAnswers(rules, baseline);
  if (unknown.length > 0) return missing(`the baseline has no answer of ${membersOf(unknown)} to compare with`);
  if (valueMissing !== undefined) return missing(`in the baseline ${valueMissing}`);
  const kinds = [...groupBy(answers, ({ kind }) => kind)].map(([kind, alike]): [string, ReferenceCount] => {
    const values = alike.flatMap(({ value }) => value ?? []);
    return [kind, { total: alike.length, ...(values.length > 0 && { values: tally(values) }) }];
  });
  return { kind: 'value', value: [{ kinds: new Map(kinds), oneOrder: true }] };
}

/** What the user lists. */
export function listedMultisets(
  allowed: readonly Readonly<Record<string, Numeric | readonly (string | number | boolean | null)[]>>[],
  history: RoundHistory,
): Reading<readonly ReferenceMultiset[]> {
  const references: ReferenceMultiset[] = [];
  for (const listed of allowed) {
    const kinds = new Map<string, ReferenceCount>();
    for (const [kind, count] of Object.entries(listed)) {
      if (typeof count === 'object') {
        kinds.set(kind, { total: count.length, values: tally(count.map(canonicalJson)) });
        continue;
      }
      const reading = roundNumber(count, history);
      if (reading.kind === 'missing') return reading;
      const total = formatDecimal(reading.value);
      if (!/^\d{1,9}$/.test(total)) return missing(`${kind}: ${total} is allowed, expected a whole number from 0`);
      kinds.set(kind, { total: Number(total) });
    }
    references.push({ kinds, oneOrder: false });
  }
  return { kind: 'value', value: references };
}

/** How often each text occurs. */
export function tally(texts: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...groupBy(texts, (text) => text)].map(([text, alike]) => [text, alike.length]));
}

function missing(because: string): Reading<never> {
  return { kind: 'missing', because };
}
