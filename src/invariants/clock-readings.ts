import { headerOf } from '../expr/answer-parts.ts';
import { evaluate } from '../expr/expression.ts';
import type { RoundHistory } from '../history/history.ts';
import type { Operation } from '../history/operation.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import type { Json } from '../support/json.ts';
import type { ClockReading } from './clock-bounds.ts';
import { startOf } from './interval.ts';
import { operationValues } from './operation-values.ts';
import { whyMissing } from './reading.ts';
import { selectAnswers } from './selection.ts';
import { nanoseconds } from './spec-parts.ts';
import { type WallTime, wallTime } from './wall-time.ts';
import { brief, membersOf } from './wording.ts';

/** Where the answers tell the time, and whose it is. */
export interface ClockSpec {
  readonly of?: string | undefined;
  /** An expression over one operation; the `Date` header without it. */
  readonly time?: string | undefined;
  readonly resolution?: string | undefined;
  readonly per: string;
}

/** What the answers of a round say of the clocks, and why some say nothing though they should. */
export function clockReadings(
  spec: ClockSpec,
  history: RoundHistory,
): { readonly readings: readonly ClockReading[]; readonly missing?: string } {
  const chosen = spec.of === undefined ? history.operations : selectAnswers(spec.of, history.operations).chosen;
  const told = chosen.flatMap((operation) => {
    if (operation.answer === undefined || headerOf(operation.answer, 'age') !== undefined) return [];
    const values = operationValues(operation);
    const owner = evaluate(spec.per, values);
    return [{ operation, time: timeOf(spec, operation, values), owner }];
  });
  // Nanoseconds since 1970 are beyond what a number holds exactly; those since the first reading are not.
  const origin = told.reduce<bigint | undefined>(
    (first, { time }) => first ?? (typeof time === 'object' ? time.atNs : undefined),
    undefined,
  );
  const readings: ClockReading[] = [];
  const failed: { readonly member: number; readonly because: string }[] = [];
  for (const { operation, time, owner } of told) {
    const { member, doneAtNs } = operation;
    if (time === undefined || doneAtNs === undefined) continue;
    if (typeof time === 'string' || owner.kind === 'error') {
      failed.push({
        member,
        because: typeof time === 'string' ? time : `\`${spec.per}\`: ${owner.kind === 'error' ? owner.message : ''}`,
      });
      continue;
    }
    const stepNs = spec.resolution === undefined ? time.stepNs : nanoseconds(spec.resolution);
    const toldNs = Number(time.atNs - (origin ?? 0n));
    readings.push({
      member,
      instance: typeof owner.value === 'string' ? owner.value : canonicalJson(owner.value),
      aheadFromNs: toldNs - (spec.time === undefined ? 0 : stepNs) - doneAtNs,
      aheadToNs: toldNs + stepNs - startOf(operation),
    });
  }
  const [first] = failed;
  if (first === undefined) return { readings };
  return { readings, missing: `${membersOf(failed.map(({ member }) => member))}: ${first.because}` };
}

/** The time that an answer tells, why it tells none, or undefined where it need not: an answer of a proxy has a Date of its own. */
function timeOf(
  { time }: ClockSpec,
  operation: Operation,
  values: Readonly<Record<string, Json>>,
): WallTime | string | undefined {
  const { answer, effect, limited } = operation;
  if (effect === 'info' || limited || answer === undefined) return undefined;
  if (time === undefined) {
    const date = headerOf(answer, 'date');
    if (date === undefined) return 'the answer has no header date';
    return wallTime(date) ?? `date is ${brief(date)}, expected a date such as Thu, 26 Nov 2026 16:25:24 GMT`;
  }
  const evaluation = evaluate(time, values);
  if (evaluation.kind === 'error') return whyMissing(time, operation) ?? evaluation.message;
  return (
    wallTime(evaluation.value) ??
    `\`${time}\` is ${brief(canonicalJson(evaluation.value))}, expected an ISO 8601 time with its zone, or an epoch`
  );
}
