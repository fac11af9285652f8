import type { Meter } from './budget.ts';
import { createDeadEnds, type PartialOrder } from './dead-ends.ts';
import { createEventList } from './event-list.ts';
import { createLinearizedSet } from './linearized-set.ts';
import type { Model } from './model.ts';
import { byStart, compareInstants, type TimedOperation } from './operation.ts';

export type SearchResult<State, Action> =
  /** An order that explains every answer; operations of unknown effect are in it only where it takes them. */
  | { readonly kind: 'ok'; readonly order: readonly TimedOperation<Action>[] }
  /** The longest orders that explain a beginning, one for each state that they lead to. */
  | { readonly kind: 'illegal'; readonly longest: readonly PartialOrder<State, Action>[] }
  | { readonly kind: 'exhausted'; readonly longest: readonly PartialOrder<State, Action>[] };

interface Frame<State> {
  readonly state: State;
  /** Length of the order before the operation that led here. */
  readonly base: number;
  readonly candidates: readonly number[];
  next: number;
}

/**
 * Looks for an order of the operations that the model accepts: the depth-first search of Wing and Gong (1993) that remembers
 * the pairs of linearized set and state which led nowhere (Lowe 2017), with three additions.
 *
 * - *Optional operations.* One of unknown effect has a call and no return, so nothing forces it into the order; the search is
 *   over when all the others are in.
 * - *Pure operations first.* One that never changes a state goes into the order as soon as it is legal, and no other branch is
 *   tried: from any later place it could be moved here. (That it leaves *this* state as it is would not be enough: a write
 *   of the value that is there already may be needed later.)
 * - *Symmetry.* Of operations that may come next and between which the model can't tell, only the one with the earliest end is
 *   tried: in any order that begins with another of them, the two can be exchanged. What is unknown of an action belongs to
 *   the comparison: a null is not an unknown.
 *
 * Operations are `ok` with an end, or `info` without one.
 */
export function search<State, Action>(
  model: Model<State, Action>,
  initial: State,
  history: readonly TimedOperation<Action>[],
  meter: Meter,
): SearchResult<State, Action> {
  const operations = [...history].sort(byStart);
  const events = createEventList(operations);
  const taken = createLinearizedSet(operations.length);
  const classes = classesOf(model, operations);
  const pure = operations.map(({ action }) => model.isPure(action));
  const required = operations.map(({ effect }) => effect !== 'info');
  const actions = operations.map(({ action }) => action);
  const order: number[] = [];
  const frames: Frame<State>[] = [];
  const seen = new Set<string>();
  const deadEnds = createDeadEnds(model, operations);
  let left = required.filter(Boolean).length;

  const take = (operation: number) => {
    events.lift(operation);
    taken.add(operation);
    order.push(operation);
    if (required[operation] === true) left -= 1;
  };
  const rewind = (length: number) => {
    while (order.length > length) {
      const operation = order.pop() ?? 0;
      events.restore(operation);
      taken.remove(operation);
      if (required[operation] === true) left += 1;
    }
  };
  const applied = (state: State, operation: number): State | undefined => {
    meter.step();
    const action = actions[operation];
    return action === undefined ? undefined : model.apply(state, action);
  };
  const takePure = (state: State) => {
    for (let before = -1; before !== order.length; ) {
      before = order.length;
      for (const operation of events.enabled())
        if (pure[operation] === true && required[operation] === true && applied(state, operation) !== undefined)
          take(operation);
    }
  };
  const candidates = (): readonly number[] => {
    const best = new Map<number, number>();
    const endOf = (operation: number) => operations[operation]?.endNs ?? Infinity;
    for (const operation of events.enabled()) {
      if (pure[operation] === true) continue;
      const kind = classes[operation] ?? operation;
      const rival = best.get(kind);
      if (rival === undefined || endOf(operation) < endOf(rival)) best.set(kind, operation);
    }
    return [...best.values()].sort((a, b) => compareInstants(endOf(a), endOf(b)));
  };
  const named = () => order.flatMap((operation) => operations[operation] ?? []);

  let entering: { readonly state: State; readonly base: number } | undefined = { state: initial, base: 0 };
  for (;;) {
    if (entering !== undefined) {
      const { state, base }: { readonly state: State; readonly base: number } = entering;
      entering = undefined;
      takePure(state);
      if (left === 0) return { kind: 'ok', order: named() };
      if (meter.exhausted !== undefined) {
        deadEnds.visit(state, order, left, events.firstReturnNs());
        return { kind: 'exhausted', longest: deadEnds.longest() };
      }
      const key = `${taken.key()}|${model.stateKey(state)}`;
      if (seen.has(key)) {
        rewind(base);
      } else {
        seen.add(key);
        meter.remember(key.length);
        frames.push({ state, base, candidates: candidates(), next: 0 });
      }
    }
    const frame = frames.at(-1);
    if (frame === undefined) return { kind: 'illegal', longest: deadEnds.longest() };
    const operation = frame.candidates[frame.next];
    frame.next += 1;
    if (operation === undefined) {
      deadEnds.visit(frame.state, order, left, events.firstReturnNs());
      rewind(frame.base);
      frames.pop();
      continue;
    }
    const state = applied(frame.state, operation);
    if (state === undefined) continue;
    const base = order.length;
    take(operation);
    entering = { state, base };
  }
}

/** Numbers the actions so that two have the same number when the model can't tell between them. */
function classesOf<State, Action>(
  model: Model<State, Action>,
  operations: readonly TimedOperation<Action>[],
): readonly number[] {
  const numbers = new Map<string, number>();
  return operations.map(({ action }) => {
    const key = model.actionKey(action);
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  });
}
