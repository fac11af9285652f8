import type { Meter } from './budget.ts';
import type { Model } from './model.ts';
import type { TimedOperation } from './operation.ts';
import { search } from './search.ts';

/**
 * Few operations whose answers contradict the model whatever the others were told. An operation is *weakened* by forgetting its
 * answer and its end: it may then have happened at any time or never. That can only make a history easier to explain, so what
 * is still illegal proves the point, as an unsatisfiable core does. Operations that change states can't just be left out;
 * those that surely changed none can.
 *
 * Starts from `suspects` alone when they suffice; then weakens in halves, and singly, until the budget is used up. Gives back
 * the history with everything else weakened; what is known in it is the core.
 */
export function evidenceCore<State, Action>(
  model: Model<State, Action>,
  initial: State,
  history: readonly TimedOperation<Action>[],
  suspects: readonly TimedOperation<Action>[],
  meter: Meter,
): readonly TimedOperation<Action>[] {
  const illegal = (known: ReadonlySet<number>): boolean => {
    if (meter.exhausted !== undefined) return false;
    const { kind } = search(model, initial, weakenedBut(model, history, known), meter);
    meter.forget();
    return kind === 'illegal';
  };
  const places = history.flatMap(({ effect }, place) => (effect === 'info' ? [] : [place]));
  const few = places.filter((place) => suspects.some((suspect) => suspect === history[place]));
  let core = few.length < places.length && illegal(new Set(few)) ? few : places;
  for (let size = Math.ceil(core.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < core.length; ) {
      const smaller = [...core.slice(0, start), ...core.slice(start + size)];
      if (illegal(new Set(smaller))) core = smaller;
      else start += size;
    }
  }
  return weakenedBut(model, history, new Set(core));
}

function weakenedBut<State, Action>(
  model: Model<State, Action>,
  history: readonly TimedOperation<Action>[],
  known: ReadonlySet<number>,
): readonly TimedOperation<Action>[] {
  return history.flatMap((operation, place) => {
    if (known.has(place)) return [operation];
    return model.isPure(operation.action) ? [] : weakened(model, operation);
  });
}

/** Nothing is left of one that was nothing but its answer. */
export function weakened<State, Action>(
  { forget }: Pick<Model<State, Action>, 'forget'>,
  operation: TimedOperation<Action>,
): readonly TimedOperation<Action>[] {
  const action = forget(operation.action);
  return action === undefined ? [] : [{ ...operation, effect: 'info', endNs: Infinity, action }];
}
