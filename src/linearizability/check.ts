import { groupBy } from '../support/group-by.ts';
import { type Budget, createMeter, defaultBudget, type Effort } from './budget.ts';
import type { PartialOrder } from './dead-ends.ts';
import { describeDeadEnds } from './dead-end-report.ts';
import { evidenceCore, weakened } from './evidence-core.ts';
import type { Model } from './model.ts';
import { byStart, type TimedOperation } from './operation.ts';
import type { Contradiction, Linearizability } from './result.ts';
import { search } from './search.ts';

export interface CheckOptions {
  /** For each part by itself; default: `defaultBudget`. */
  readonly budget?: Partial<Budget>;
  /** Never take a closed form; for comparing the two. */
  readonly searchOnly?: boolean;
}

/**
 * Is the history linearizable (Herlihy and Wing 1990)? Is there an order of all `ok` operations and some of the `info` ones in
 * which each takes effect at one instant of its closed interval, and the model accepts every answer?
 *
 * An object that is made of independent ones is judged part by part (Horn and Kroening 2015). Each part is judged by the
 * model's closed form where it has one for such a history, else by the search. Throws RangeError for an interval that ends
 * before it starts.
 */
export function checkLinearizable<State, Action>(
  model: Model<State, Action>,
  operations: readonly TimedOperation<Action>[],
  options: CheckOptions = {},
): Linearizability<Action> {
  const history = prepared(model, operations);
  const parts =
    model.partOf === undefined
      ? new Map([[undefined, history]])
      : groupBy<TimedOperation<Action>, string | undefined>(history, ({ action }) => model.partOf?.(action));
  const orders: { part?: string; order: readonly TimedOperation<Action>[] }[] = [];
  let effort: Effort = { steps: 0, memoryBytes: 0 };
  let unknown: Linearizability<Action> | undefined;
  for (const [part, itsOwn] of parts) {
    const result = checkPart(model, part, itsOwn, options);
    effort = {
      steps: effort.steps + result.effort.steps,
      memoryBytes: Math.max(effort.memoryBytes, result.effort.memoryBytes),
    };
    if (result.kind === 'illegal') return { ...result, effort };
    if (result.kind === 'unknown') unknown ??= result;
    if (result.kind === 'ok') orders.push(...result.orders);
  }
  return { ...(unknown ?? { kind: 'ok', orders }), effort };
}

/** Without what surely had no effect, and without the ends and answers of what nobody knows. */
function prepared<State, Action>(
  model: Model<State, Action>,
  operations: readonly TimedOperation<Action>[],
): readonly TimedOperation<Action>[] {
  return operations
    .flatMap((operation) => {
      const { id, startNs, endNs, effect } = operation;
      if (Number.isNaN(startNs) || Number.isNaN(endNs) || startNs > endNs)
        throw new RangeError(`operation ${id} starts at ${startNs} and ends at ${endNs}`);
      if (effect === 'fail') return [];
      return effect === 'ok' ? [operation] : weakened(model, operation);
    })
    .sort(byStart);
}

function checkPart<State, Action>(
  model: Model<State, Action>,
  part: string | undefined,
  history: readonly TimedOperation<Action>[],
  { budget, searchOnly = false }: CheckOptions,
): Linearizability<Action> {
  const named = part === undefined ? {} : { part };
  const initial = model.initial(part);
  const limits = { ...defaultBudget, ...budget };
  const fits = !searchOnly && history.every(({ startNs }) => startNs !== -Infinity);
  const finding = fits ? model.closedForm?.(history, initial) : undefined;
  if (finding !== undefined) {
    const effort: Effort = { steps: history.length, memoryBytes: 0 };
    if (finding.kind === 'ok') return { kind: 'ok', orders: [], effort };
    const witness = [...finding.witness].sort(byStart);
    const shown = [...witness, ...(finding.context ?? []).flatMap((operation) => weakened(model, operation))];
    const explained = search(model, initial, shown, createMeter(limits));
    const longest = explained.kind === 'ok' ? [] : describeDeadEnds(model, shown, explained.longest);
    return { kind: 'illegal', method: 'closed form', ...named, because: finding.because, witness, longest, effort };
  }

  const meter = createMeter(limits);
  const result = search(model, initial, history, meter);
  const effort = meter.spent;
  switch (result.kind) {
    case 'ok':
      return { kind: 'ok', orders: [{ ...named, order: result.order }], effort };
    case 'exhausted': {
      const longest = describeDeadEnds(model, history, result.longest);
      return { kind: 'unknown', ...named, exhausted: meter.exhausted ?? 'steps', longest, effort };
    }
    case 'illegal':
      return { kind: 'illegal', ...named, ...contradiction(model, initial, history, result.longest, limits), effort };
  }
}

/** Finds out which operations are to blame, and tells of them alone. */
function contradiction<State, Action>(
  model: Model<State, Action>,
  initial: State,
  history: readonly TimedOperation<Action>[],
  longest: readonly PartialOrder<State, Action>[],
  limits: Budget,
): Contradiction<Action> {
  const suspects = longest.flatMap(({ order, state }) => {
    const [end] = describeDeadEnds(model, history, [{ order, state }]);
    return [...order, ...(end?.blocked ?? []).map(({ operation }) => operation)];
  });
  const core = evidenceCore(model, initial, history, suspects, createMeter(limits));
  const witness = core.filter(({ effect }) => effect !== 'info');
  const explained = search(model, initial, core, createMeter(limits));
  return {
    method: 'search',
    because: `no order of ${witness.length === 1 ? 'it' : `these ${witness.length} operations`}, each inside its interval, fits`,
    witness,
    longest: explained.kind === 'ok' ? [] : describeDeadEnds(model, core, explained.longest),
  };
}
