import type { RoundHistory } from '../history/history.ts';
import { type Operation, reservedOutcomes } from '../history/operation.ts';
import type { Json } from '../support/json.ts';
import { operationValues } from './operation-values.ts';
import { hasUnknownEffect } from './selection.ts';

/** For members of unknown effect: the outcome that the server is supposed to have meant. */
export type Supposed = ReadonlyMap<number, string>;

/**
 * What an expression over a round can see:
 *
 * - `count.total`, `count.<outcome>`, `count.<request>.total`, `count.<request>.<outcome>`; `instances.<name>` likewise;
 * - `initial.*` and `final.*`, the observations;
 * - `responses`: the values of every answered operation, see `operationValues`;
 * - `unknown`: how many operations have an effect that nobody knows;
 * - `spread` (ms), `inFlight`, `round`.
 *
 * A history lists only the outcomes that occurred, so those that `expression` mentions are counted too, as 0.
 */
export function roundValues(
  history: RoundHistory,
  expression: string,
  supposed: Supposed = new Map(),
): Readonly<Record<string, Json>> {
  const { operations } = history;
  const outcomes = new Set([
    ...reservedOutcomes,
    ...operations.map(({ outcome }) => outcome),
    ...mentioned(expression),
  ]);
  const tally = (of: readonly Operation[]) => tallyOf(of, outcomes, supposed);
  const byName = (names: readonly string[], key: 'request' | 'instance') =>
    Object.fromEntries(names.map((name) => [name, tally(operations.filter((operation) => operation[key] === name))]));
  return {
    count: { ...tally(operations), ...byName(requestsOf(history), 'request') },
    instances: byName([...new Set(operations.flatMap(({ instance }) => instance ?? []))], 'instance'),
    initial: history.initial,
    final: history.final,
    responses: readsResponses(expression)
      ? operations.flatMap((operation) =>
          response(operation, supposed.get(operation.member), !comparesBooks(expression)),
        )
      : [],
    unknown: operations.filter(hasUnknownEffect).length,
    spread: history.timing.spreadNs / 1e6,
    inFlight: history.timing.maxInFlight,
    round: history.round,
  };
}

/** Whether an expression looks at single operations. */
export function readsResponses(expression: string): boolean {
  return /\bresponses\b/.test(expression);
}

/**
 * Beside the observations a status stands for what the service did, and nobody knows the one that it meant; by itself it is what
 * the client got.
 */
function comparesBooks(expression: string): boolean {
  return /\b(?:initial|final)\b/.test(expression);
}

/** The names behind `count.` and `instances.` in an expression: outcomes, requests, instances, `total`. */
export function mentioned(expression: string): readonly string[] {
  return [...expression.matchAll(/\b(?:count|instances)((?:\.\w+)+)/g)].flatMap(([, path = '']) =>
    path.slice(1).split('.'),
  );
}

/** The requests that the members of this round sent. */
export function requestsOf(history: RoundHistory): readonly string[] {
  return [...new Set(history.operations.map(({ request }) => request))];
}

function tallyOf(
  operations: readonly Operation[],
  outcomes: ReadonlySet<string>,
  supposed: Supposed,
): Record<string, number> {
  const tally = new Map([...outcomes].map((outcome) => [outcome, 0]));
  const add = (outcome: string) => tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
  for (const { member, outcome, limited } of operations) {
    const meant = supposed.get(member);
    // The answer that the client got, or did not get, stays a fact; a rate limiter's is no answer of the service.
    if (meant === undefined || !limited) add(outcome);
    if (meant !== undefined) add(meant);
  }
  return { ...Object.fromEntries(tally), total: operations.length };
}

function response(operation: Operation, meant: string | undefined, isFact: boolean): readonly Json[] {
  if (meant !== undefined) {
    const { status, ...supposed } = operationValues({ ...operation, outcome: meant, effect: 'ok' });
    return [isFact && status !== undefined ? { ...supposed, status } : supposed];
  }
  return operation.answer === undefined ? [] : [operationValues(operation)];
}
