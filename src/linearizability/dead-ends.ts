import type { Model } from './model.ts';
import type { TimedOperation } from './operation.ts';

/** An order that explains a beginning of a history, and the state in which nothing that could come next fits. */
export interface PartialOrder<State, Action> {
  readonly order: readonly TimedOperation<Action>[];
  readonly state: State;
}

/** Keeps the longest orders that a search met. */
export interface DeadEnds<State, Action> {
  /** `left`: required operations that are not in the order; `reach`: place among all returns of the first one that is left. */
  visit(state: State, order: readonly number[], left: number, reach: number): void;
  longest(): readonly PartialOrder<State, Action>[];
}

interface DeadEnd<State> {
  readonly state: State;
  readonly order: readonly number[];
}

/** More different ends than these are read by nobody (Jepsen keeps 10). */
const mostKept = 4;

/**
 * Longest means: the furthest in time, then with the most required operations, then with the fewest others. Of several orders
 * that lead to one state only one is kept.
 */
export function createDeadEnds<State, Action>(
  model: Model<State, Action>,
  operations: readonly TimedOperation<Action>[],
): DeadEnds<State, Action> {
  const kept = new Map<string, DeadEnd<State>>();
  let furthest = -1;
  let fewestLeft = Infinity;

  return {
    visit(state, order, left, reach) {
      if (reach < furthest || (reach === furthest && left > fewestLeft)) return;
      if (reach > furthest || left < fewestLeft) kept.clear();
      furthest = reach;
      fewestLeft = left;
      const key = model.stateKey(state);
      const rival = kept.get(key);
      if (rival === undefined ? kept.size < mostKept : order.length < rival.order.length)
        kept.set(key, { state, order: [...order] });
    },
    longest: () =>
      [...kept.values()]
        .sort((a, b) => a.order.length - b.order.length)
        .map(({ state, order }) => ({ state, order: order.flatMap((operation) => operations[operation] ?? []) })),
  };
}
