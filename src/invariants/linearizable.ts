import type { RoundHistory } from '../history/history.ts';
import { type Budget, checkLinearizable, type Linearizability } from '../linearizability/index.ts';
import { groupBy } from '../support/group-by.ts';
import { isList, isMap, type Json } from '../support/json.ts';
import type { Checker, CheckResult } from './checker.ts';
import { contradictionLines, orderLines, whatContradicts } from './linearizable-wording.ts';
import { type AnyModel, isAmount, isNumeric, modelOf, notANumber, valuesBefore } from './linearizable-model.ts';
import {
  describeSpec,
  linearizableSchema,
  type LinearizableSpec,
  observationsOf,
  referencesOf,
  rolesOf,
  type Source,
} from './linearizable-spec.ts';
import { plainValue } from './plain-value.ts';
import { type Reading, readRound } from './reading.ts';
import { type AnyAction, type PlayedOperation, playedRound } from './timed-operations.ts';
import { withoutUnproven } from './unproven-effects.ts';
import { allKnown, countOf } from './wording.ts';

/**
 * Linearizability (Herlihy and Wing 1990) of the objects that the burst works on: violated when no order of the operations, each
 * inside its own closed interval, explains every answer, whatever the unknown operations did and when. Held when there is
 * such an order, and it needs no unknown operation but those whose effect somebody has read.
 */
export const linearizable: Checker<LinearizableSpec> = {
  kind: 'linearizable',
  schema: linearizableSchema,
  describe: describeSpec,
  references: referencesOf,
  check(spec, history) {
    const { key, model, budget } = spec;
    const rules = { roles: rolesOf(spec), numeric: isNumeric(model), ...(key !== undefined && { key }) };
    const { operations, untold, missing } = playedRound(history, rules);
    const observed = observationsOf(spec);
    const initial = observation(observed.initial, history);
    const final = observation(observed.final, history);
    for (const reading of [initial, final])
      if (reading.kind === 'missing') return { verdict: 'inconclusive', because: reading.because };

    const objects = groupBy(operations, (operation) => operation.key);
    if (objects.size === 0 && key === undefined) objects.set(undefined, []);
    const doubts: CheckResult[] = [];
    for (const [name, itsOwn] of objects) {
      const before = valueFor(name, initial);
      const after = valueFor(name, final);
      const made = modelOf(model, before);
      if (made.kind === 'missing') return { verdict: 'inconclusive', because: made.because };
      if (after !== undefined && isNumeric(model) && !isAmount(after))
        return { verdict: 'inconclusive', because: notANumber('final', after) };
      const whole = [...itsOwn, ...finalRead(after, name, history)];
      const result = judge(spec, { name, operations: whole, model: made.value, before }, limits(budget));
      if (result.verdict === 'violated' && untold.length === 0) return result;
      if (result.verdict === 'violated') doubts.push({ verdict: 'inconclusive', because: untold[0] ?? '' });
      if (result.verdict === 'inconclusive') doubts.push(result);
    }
    const [because] = [...untold, ...missing];
    const [doubt] = doubts;
    if (doubt !== undefined) return doubt;
    if (because !== undefined) return { verdict: 'inconclusive', because };
    const several = key === undefined ? '' : ` on ${countOf(objects.size, 'object')}`;
    return { verdict: 'held', measured: `an order explains ${countOf(operations.length, 'operation')}${several}` };
  },
};

interface JudgedObject {
  readonly name: string | undefined;
  readonly operations: readonly PlayedOperation[];
  readonly model: AnyModel;
  readonly before: Json | undefined;
}

function judge(spec: LinearizableSpec, object: JudgedObject, budget: Partial<Budget>): CheckResult {
  const { name, operations, model, before } = object;
  const of = name === undefined ? '' : ` of ${name}`;
  const unknown = operations.filter(({ effect }) => effect === 'info');
  const result = checkLinearizable(model, operations, { budget });
  switch (result.kind) {
    case 'illegal':
      return {
        verdict: 'violated',
        expected: `${describeSpec(spec)}${of}`,
        measured: whatContradicts(result, model),
        witness: [...new Set(result.witness.map(({ id }) => id).filter((id) => id !== observationId))],
        because:
          unknown.length === 0
            ? allKnown
            : `${countOf(unknown.length, 'unknown operation')} can't explain it, whatever took effect and when`,
        details: contradictionLines(result, model),
      };
    case 'unknown':
      return { verdict: 'inconclusive', because: outOfBudget(result, of), details: orderLines(result.longest, model) };
    case 'ok': {
      const proven = withoutUnproven(operations, valuesBefore(before));
      if (proven.length === operations.length) return { verdict: 'held', measured: '' };
      const alone = checkLinearizable(model, proven, { budget });
      if (alone.kind === 'ok') return { verdict: 'held', measured: '' };
      const because =
        alone.kind === 'unknown'
          ? outOfBudget(alone, of)
          : `the answers${of} fit an order only if ${unknown.length === 1 ? 'an unknown operation' : `some of ${unknown.length} unknown operations`} took effect`;
      return { verdict: 'inconclusive', because };
    }
  }
}

function outOfBudget(
  { exhausted, effort }: Extract<Linearizability<AnyAction>, { readonly kind: 'unknown' }>,
  of: string,
): string {
  const spent =
    exhausted === 'steps' ? `${effort.steps} steps` : `${Math.round(effort.memoryBytes / 1024 / 1024)} MB of memory`;
  return `no order${of} was found within ${spent}, and not all were tried; raise \`budget\`, or send fewer members to each object`;
}

function limits(budget: LinearizableSpec['budget']): Partial<Budget> {
  return {
    ...(budget?.steps !== undefined && { steps: budget.steps }),
    ...(budget?.megabytes !== undefined && { memoryBytes: budget.megabytes * 1024 * 1024 }),
  };
}

/** Members count from 0, so no member has this place. */
const observationId = -1;

/** What was read when all was over is one more read, after every answer. */
function finalRead(
  value: Json | undefined,
  key: string | undefined,
  { operations }: RoundHistory,
): readonly PlayedOperation[] {
  if (value === undefined) return [];
  const afterNs =
    1 + operations.reduce((last, { doneAtNs = 0, releasedAtNs = 0 }) => Math.max(last, doneAtNs, releasedAtNs), 0);
  const action = { kind: 'read', value };
  return [{ id: observationId, key, startNs: afterNs, endNs: afterNs, effect: 'ok', action }];
}

/** A value of the round; undefined where the scenario asks for none. */
function observation(source: Source | undefined, history: RoundHistory): Reading<Json | undefined> {
  if (typeof source !== 'string') return { kind: 'value', value: source };
  const reading = readRound(source, history);
  return reading.kind === 'missing' ? reading : { kind: 'value', value: plainValues(reading.value) };
}

/** As the values of operations: by itself, in a list, or under its key in a map. */
function plainValues(value: Json): Json {
  if (isList(value)) return value.map(plainValue);
  if (!isMap(value)) return plainValue(value);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plainValues(member)]));
}

/** With `key`, a map has a value for each object; anything else is the same for all. */
function valueFor(key: string | undefined, reading: Reading<Json | undefined>): Json | undefined {
  const value = reading.kind === 'value' ? reading.value : undefined;
  return key !== undefined && isMap(value) ? value[key] : value;
}
