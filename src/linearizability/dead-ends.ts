import type { Model } from './model.ts';
import type { TimedOperation } from './operation.ts';

/** An order that explains a beginning of a history, and the state in which nothing that could come next fits. */
export interface PartialOrder<State, Action> {
  readonly order: readonly TimedOperation<Action>[];
  readonly state: State;
}

/** Keeps the longest orders that a search met. */
export interface DeadEnds<State, Action> {
  /** `left`: required operations that are not in the order; `reachNs`: the first instant at which one of them should be. */
  visit(state: State, order: readonly number[], left: number, reachNs: number): void;
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
  let furthestNs = -Infinity;
  let fewestLeft = Infinity;

  /** The state whose order has the most operations that nothing forced into it. */
  const longestKept = (): string => {
    const [[key] = ['']] = [...kept].sort(([, a], [, b]) => b.order.length - a.order.length);
    return key;
  };

  return {
    visit(state, order, left, reachNs) {
      if (reachNs < furthestNs || (reachNs === furthestNs && left > fewestLeft)) return;
      if (reachNs > furthestNs || left < fewestLeft) kept.clear();
      furthestNs = reachNs;
      fewestLeft = left;
      const key = model.stateKey(state);
      const rival = kept.has(key) || kept.size < mostKept ? key : longestKept();
      const length = kept.get(rival)?.order.length ?? Infinity;
      if (order.length >= length) return;
      kept.delete(rival);
      kept.set(key, { state, order: [...order] });
    },
    longest: () =>
      [...kept.values()]
        .sort((a, b) => a.order.length - b.order.length)
        .map(({ state, order }) => ({ state, order: order.flatMap((operation) => operations[operation] ?? []) })),
  };
}
