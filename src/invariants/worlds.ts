import type { RoundHistory } from '../history/history.ts';
import { type Operation, reservedOutcomes } from '../history/operation.ts';
import { groupBy } from '../support/group-by.ts';
import { mentioned, readsResponses, type Supposed } from './round-values.ts';

/** Operations in doubt between which an expression can't tell, and the outcomes that the server may have meant for them. */
export interface InDoubt {
  readonly operations: readonly Operation[];
  readonly outcomes: readonly string[];
}

/** Stands for every outcome that neither the expression names nor any operation had. */
const unnamed = '';

/**
 * The operations in doubt, grouped by what the expression can tell apart: one that reads `responses` can tell each operation
 * from every other, and sees the outcomes that it does not name.
 */
export function groupsInDoubt(text: string, history: RoundHistory, doubtful: readonly Operation[]): readonly InDoubt[] {
  const sees = readsResponses(text);
  const quoted = [...text.matchAll(/"(\w+)"|'(\w+)'/g)].map(([, double, single]) => double ?? single ?? '');
  const occurring = sees ? history.operations.map(({ outcome }) => outcome) : [];
  const others = history.operations.flatMap(({ request, instance }) => [request, instance ?? '']);
  const noOutcomes = new Set<string>([...reservedOutcomes, 'total', ...others]);
  const named = [...new Set([...occurring, ...mentioned(text), ...quoted])].filter((name) => !noOutcomes.has(name));
  const lost = [...named, ...(/\bunexpected\b/.test(text) ? ['unexpected'] : []), ...(sees ? [unnamed] : [])];

  const keyOf = ({ request, instance, outcome, limited, member }: Operation) =>
    JSON.stringify([request, instance, outcome, limited, sees ? member : '']);
  return [...groupBy(doubtful, keyOf).values()].map((operations) => {
    const { outcome = '', limited = false } = operations[0] ?? {};
    const outcomes =
      outcome === 'lost' ? lost : limited ? [...named, unnamed] : named.filter((name) => name !== outcome);
    return { operations, outcomes };
  });
}

/**
 * Every way in which the server may have meant the operations in doubt: each as one of its outcomes, or as nothing at all.
 * Within a group only how many are meant how is varied: n operations and k outcomes make (n+k choose k) worlds instead
 * of (k+1)^n. The first world is the one in which nothing happened.
 */
export function* worlds(groups: readonly InDoubt[]): Generator<Supposed> {
  const [group, ...rest] = groups;
  if (group === undefined) {
    yield new Map();
    return;
  }
  for (const others of worlds(rest)) {
    for (const meant of sharings(group.operations, group.outcomes)) yield new Map([...others, ...meant]);
  }
}

/** Every way to hand the outcomes to the first operations, the empty one first. */
function* sharings(
  operations: readonly Operation[],
  outcomes: readonly string[],
): Generator<readonly (readonly [number, string])[]> {
  const [outcome, ...rest] = outcomes;
  if (outcome === undefined) {
    yield [];
    return;
  }
  for (let taken = 0; taken <= operations.length; taken += 1) {
    const meant = operations.slice(0, taken).map(({ member }) => [member, outcome] as const);
    for (const others of sharings(operations.slice(taken), rest)) yield [...meant, ...others];
  }
}
