import { evaluate } from '../expr/expression.ts';
import type { RoundHistory } from '../history/history.ts';
import type { Operation } from '../history/operation.ts';
import type { TimedOperation } from '../linearizability/index.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { decimalOf } from '../support/decimal.ts';
import type { Json } from '../support/json.ts';
import { startOf } from './interval.ts';
import type { Role, Source } from './linearizable-spec.ts';
import { operationValues } from './operation-values.ts';
import { plainValue } from './plain-value.ts';
import { selectEffects } from './selection.ts';

/** An action of whichever model: the name of its role, and the fields that are known. */
export type AnyAction = Readonly<Record<string, Json>> & { readonly kind: string };

/** An operation of a round in the role that it plays; `key` tells the objects of one burst apart, where there are several. */
export interface PlayedOperation extends TimedOperation<AnyAction> {
  readonly key: string | undefined;
}

export interface PlayedRound {
  readonly operations: readonly PlayedOperation[];
  /** Why an operation that may have taken effect can't be told to the model: no contradiction is sure then. */
  readonly untold: readonly string[];
  /** Why an answer is only known in part: it may hide a contradiction. */
  readonly missing: readonly string[];
}

/** What is the same for all operations of a round. */
export interface PlayRules {
  readonly roles: readonly Role[];
  /** Names the object that an operation is about. */
  readonly key?: string;
  /** The fields of the model are numbers. */
  readonly numeric: boolean;
}

/**
 * What the members did, in the words of a model. Intervals are conservative: from before the first byte, since a server may act
 * on the headers, to the last byte of the answer.
 */
export function playedRound({ operations }: RoundHistory, rules: PlayRules): PlayedRound {
  const played: PlayedOperation[] = [];
  const untold: string[] = [];
  const missing: string[] = [];
  const parts = new Map<number, string>();
  for (const role of rules.roles) {
    for (const [operation, part] of playersOf(role, operations)) {
      const { member } = operation;
      if (part !== 'unknown') {
        const other = parts.get(member);
        if (other !== undefined) untold.push(`member ${member} plays both ${other} and ${role.name}`);
        parts.set(member, role.name);
      }
      const values = operationValues(operation);
      const key = rules.key === undefined ? undefined : keyOf(evaluated(rules.key, values));
      const asked = role.form.asked.map((name) => fieldOf(role, name, values, rules.numeric));
      const told = part === 'yes' ? role.form.told.map((name) => fieldOf(role, name, values, rules.numeric)) : [];
      const unknowable = [...(typeof key === 'object' ? [key] : []), ...asked].flatMap(problemOf);
      if (typeof key === 'object' || unknowable.length > 0) {
        untold.push(`member ${member}: ${unknowable.join('; ')}`);
        continue;
      }
      missing.push(...told.flatMap(problemOf).map((problem) => `member ${member}: ${problem}`));
      const known = [...asked, ...told].flatMap((field) =>
        'value' in field ? [[field.name, field.value] as const] : [],
      );
      played.push({
        id: member,
        key,
        startNs: startOf(operation),
        endNs: part === 'unknown' ? Infinity : (operation.doneAtNs ?? Infinity),
        effect: part === 'unknown' ? 'info' : 'ok',
        action: { kind: role.name, ...Object.fromEntries(known), ...answerOf(role, part) },
      });
    }
  }
  return { operations: played, untold, missing };
}

type Part = 'yes' | 'no' | 'unknown';

function* playersOf({ of, no, form }: Role, operations: readonly Operation[]): Generator<readonly [Operation, Part]> {
  const granted = selectEffects(of, operations);
  const refused = no === undefined ? undefined : selectEffects(no, operations);
  for (const operation of granted.certain) yield [operation, 'yes'];
  for (const operation of refused?.certain ?? []) yield [operation, 'no'];
  if (form.pure === true) return;
  for (const operation of new Set([...granted.uncertain, ...(refused?.uncertain ?? [])])) yield [operation, 'unknown'];
}

function answerOf({ form, no }: Role, part: Part): Readonly<Record<string, boolean>> {
  if (form.no === undefined || part === 'unknown') return {};
  if (part === 'yes' && form.noIsOptional === true && no === undefined) return {};
  return { [form.no.field]: part === 'no' ? form.no.value : !form.no.value };
}

/** The value of a field of an action, its absence, or why it has none. */
type Field = { readonly name: string } & (
  | { readonly value: Json }
  | { readonly absent: true }
  | { readonly problem: string }
);

function fieldOf(
  { name: role, fields }: Role,
  name: string,
  values: Readonly<Record<string, Json>>,
  numeric: boolean,
): Field {
  const source: Source | undefined = fields[name];
  if (source === undefined) return { name, absent: true };
  const found = typeof source === 'string' ? evaluated(source, values) : { name, value: source };
  if (!('value' in found)) return { name, problem: `${role}.${name}: ${found.problem}` };
  if (numeric && decimalOf(found.value) === undefined)
    return { name, problem: `${role}.${name} is ${canonicalJson(found.value)}, expected a number` };
  return { name, value: numeric ? found.value : plainValue(found.value) };
}

function evaluated(
  source: string,
  values: Readonly<Record<string, Json>>,
): { readonly value: Json } | { readonly problem: string } {
  const evaluation = evaluate(source, values);
  return evaluation.kind === 'value'
    ? { value: evaluation.value }
    : { problem: `\`${source}\` has no value (${evaluation.message})` };
}

function keyOf(found: ReturnType<typeof evaluated>): string | { readonly problem: string } {
  if (!('value' in found)) return found;
  return typeof found.value === 'string' ? found.value : canonicalJson(found.value);
}

function problemOf(field: Field | { readonly problem: string }): readonly string[] {
  return 'problem' in field ? [field.problem] : [];
}
