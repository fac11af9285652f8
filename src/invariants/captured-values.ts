import { evaluate } from '../expr/expression.ts';
import type { RoundHistory } from '../history/history.ts';
import type { Operation } from '../history/operation.ts';
import type { Json } from '../support/json.ts';
import { operationValues } from './operation-values.ts';
import { whyMissing } from './reading.ts';
import { earlier, selectAnswers } from './selection.ts';
import { brief, membersOf } from './wording.ts';

/** Operations whose values are the same, in the order of release. */
export interface SameValue {
  readonly shown: string;
  readonly operations: readonly Operation[];
}

/** The values of all answers that `of` names, and why some are missing. */
export interface CapturedValues {
  readonly groups: readonly SameValue[];
  readonly count: number;
  readonly missing?: string;
}

/**
 * Values are the same when `identityOf` gives the same text for them. Evaluates `expression` on every operation that `of` names and that was surely answered by the service itself: an answer of
 * unknown effect (a proxy's 502) says nothing about the values that the service hands out.
 */
export function capturedValues(
  of: string,
  expression: string,
  history: RoundHistory,
  identityOf: (value: Json) => string,
): CapturedValues {
  const { chosen } = selectAnswers(of, history.operations);
  const answered = chosen.filter(({ answer, effect }) => answer !== undefined && effect !== 'info').sort(earlier);
  const groups = new Map<string, Operation[]>();
  const failed: { member: number; message: string }[] = [];
  for (const operation of answered) {
    const evaluation = evaluate(expression, operationValues(operation));
    if (evaluation.kind === 'error') {
      failed.push({ member: operation.member, message: whyMissing(expression, operation) ?? evaluation.message });
      continue;
    }
    const key = identityOf(evaluation.value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [operation]);
    else group.push(operation);
  }
  const [first] = failed;
  return {
    groups: [...groups].map(([key, operations]) => ({ shown: brief(key), operations })),
    count: answered.length - failed.length,
    ...(first === undefined
      ? {}
      : {
          missing: `\`${expression}\` has no value in ${membersOf(failed.map(({ member }) => member))}: ${first.message}`,
        }),
  };
}

/** One line for a person: `17 in members 0, 4`. */
export function valueText({ shown, operations }: SameValue): string {
  return `${shown} in ${membersOf(operations.map(({ member }) => member))}`;
}
