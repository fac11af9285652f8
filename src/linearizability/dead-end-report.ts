import type { PartialOrder } from './dead-ends.ts';
import type { Model } from './model.ts';
import { byEnd, type TimedOperation } from './operation.ts';
import type { DeadEnd } from './result.ts';

/** Says of each of the longest orders what the state is after it, and why each operation that may come next does not fit. */
export function describeDeadEnds<State, Action>(
  model: Model<State, Action>,
  history: readonly TimedOperation<Action>[],
  longest: readonly PartialOrder<State, Action>[],
): readonly DeadEnd<Action>[] {
  return longest.map(({ order, state }) => {
    const placed = new Set(order);
    const left = history.filter((operation) => operation.effect !== 'info' && !placed.has(operation));
    const firstEndNs = left.reduce((first, { endNs }) => Math.min(first, endNs), Infinity);
    const blocked = left
      .filter(({ startNs }) => startNs <= firstEndNs)
      .sort(byEnd)
      .flatMap((operation) =>
        model.apply(state, operation.action) === undefined
          ? [{ operation, reason: model.refusal(state, operation.action) }]
          : [],
      );
    return { order, state: model.showState(state), blocked };
  });
}
