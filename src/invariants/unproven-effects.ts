import { canonicalJson } from '../support/canonical-json.ts';
import type { Json } from '../support/json.ts';
import type { AnyAction, PlayedOperation } from './timed-operations.ts';

/**
 * The history without the unknown operations of whose effect there is no proof. Proof is a certain answer with a value that
 * nobody but this one operation can have put there: that it took effect is known then, when it did never is.
 */
export function withoutUnproven(
  operations: readonly PlayedOperation[],
  before: readonly Json[],
): readonly PlayedOperation[] {
  const certain = operations.filter(({ effect }) => effect === 'ok').map(({ action }) => action);
  const seen = new Set(certain.flatMap(valueSeen));
  const writers = operations.flatMap(({ action }) => valueWritten(action));
  const sources = [...before.map(canonicalJson), ...writers];
  const isProven = (action: AnyAction) =>
    valueWritten(action).some((value) => seen.has(value) && sources.filter((source) => source === value).length === 1);
  return operations.filter(({ effect, action }) => effect === 'ok' || isProven(action));
}

const writing = new Set(['write', 'cas', 'enqueue']);

function valueWritten({ kind, value, to = value }: AnyAction): readonly string[] {
  return to === undefined || !(writing.has(kind) || isAddition({ kind, value: to })) ? [] : [canonicalJson(to)];
}

function valueSeen({ kind, value, found, changed, from, done }: AnyAction): readonly string[] {
  if (kind === 'cas') return done === true && from !== undefined ? [canonicalJson(from)] : [];
  const sees =
    kind === 'read' ||
    kind === 'dequeue' ||
    (kind === 'contains' && found === true) ||
    (kind === 'add' && changed === false) ||
    (kind === 'remove' && changed === true);
  return sees && value !== undefined ? [canonicalJson(value)] : [];
}

/** Of a set: a counter's additions have no value of their own. */
function isAddition({ kind, value }: AnyAction): boolean {
  return kind === 'add' && value !== undefined;
}
