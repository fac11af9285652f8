import { evaluate } from '../expr/expression.ts';
import type { RoundHistory } from '../history/history.ts';
import type { Operation } from '../history/operation.ts';
import { operationValues } from './operation-values.ts';
import { identityText } from './plain-value.ts';
import { whyMissing } from './reading.ts';
import { earlier, selectAnswers } from './selection.ts';

/** An answer as it counts in a multiset: its kind, and a value where one was asked for and found. */
export interface SeenAnswer {
  readonly member: number;
  /** An outcome, or `request.outcome`. */
  readonly kind: string;
  /** Canonical JSON. */
  readonly value?: string;
}

export interface SeenAnswers {
  /** In the order of release. */
  readonly answers: readonly SeenAnswer[];
  /** Members whose answer nobody knows, or that the service itself never saw. */
  readonly unknown: readonly number[];
  /** Why a value that was asked for is missing. */
  readonly missing?: string;
  /** The requests that the members sent, by name. */
  readonly requests: readonly string[];
}

/** Which answers count, and what is told apart in them. */
export interface AnswerRules {
  readonly of?: string | undefined;
  readonly value?: string | undefined;
  /** The same outcome of two requests is not the same. */
  readonly byRequest: boolean;
}

/** What the members were answered, whatever their order. */
export function seenAnswers({ of, value, byRequest }: AnswerRules, { operations }: RoundHistory): SeenAnswers {
  const members = [...selected(of, operations)].sort(earlier);
  const isKnown = ({ effect, limited, outcome }: Operation) => effect !== 'info' && !limited && outcome !== 'unsent';
  const answers: SeenAnswer[] = [];
  let missing: string | undefined;
  for (const operation of members.filter(isKnown)) {
    const { member, request, outcome } = operation;
    const evaluation = value === undefined ? undefined : evaluate(value, operationValues(operation));
    if (evaluation?.kind === 'error')
      missing ??= `\`${value}\` has no value in member ${member}: ${whyMissing(value ?? '', operation) ?? evaluation.message}`;
    answers.push({
      member,
      kind: byRequest ? `${request}.${outcome}` : outcome,
      ...(evaluation?.kind === 'value' && { value: identityText(evaluation.value) }),
    });
  }
  return {
    answers,
    unknown: members.filter((operation) => !isKnown(operation)).map(({ member }) => member),
    ...(missing !== undefined && { missing }),
    requests: [...new Set(members.map(({ request }) => request))],
  };
}

function selected(of: string | undefined, operations: readonly Operation[]): readonly Operation[] {
  if (of === undefined) return operations;
  const { chosen, possible, excused } = selectAnswers(of, operations);
  return [...chosen, ...possible, ...excused];
}
