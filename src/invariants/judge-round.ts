import { withConservativeStarts } from '../history/began-at.ts';
import type { RoundHistory } from '../history/history.ts';
import type { CheckResult, References } from './checker.ts';
import type { CheckerKind } from './checkers.ts';
import { checkerOf, type InvariantSpec } from './invariant.ts';
import { isUnclaimed, selectAnswers } from './selection.ts';
import { countOf } from './wording.ts';

/** The names that an invariant refers to, for the checks of a scenario before any traffic. */
export function references<Kind extends CheckerKind>({ kind, spec }: InvariantSpec<Kind>): References {
  return checkerOf<Kind>(kind).references(spec);
}

/** Where one valid round is enough for an invariant: what the run comes to that has none. Undefined where every round counts. */
export function ifNever<Kind extends CheckerKind>({
  kind,
  spec,
}: InvariantSpec<Kind>): 'inconclusive' | 'violated' | undefined {
  return checkerOf<Kind>(kind).ifNever?.(spec);
}

/** Judges one round by one invariant, beside the baseline of its run. A checker that crashes has found nothing out. */
export function judgeRound<Kind extends CheckerKind>(
  invariant: InvariantSpec<Kind>,
  history: RoundHistory,
  baseline?: RoundHistory,
): CheckResult {
  const { kind, spec } = invariant;
  // Observations that are still moving may be torn: two of them read at two instants with an unknown effect between them
  // contradict each other on a correct server too, and no bound over the unknown operations covers that.
  if (history.unsettled && readsFinal(invariant)) {
    const unknown = history.operations.filter(({ effect }) => effect === 'info').length;
    const because = `final.* did not come to rest, and ${countOf(unknown, 'unknown operation')} may still take effect`;
    return { verdict: 'inconclusive', because };
  }
  try {
    const result = checkerOf<Kind>(kind).check(spec, withConservativeStarts(history), baseline);
    if (result.verdict === 'held') return vacuous(invariant, history) ?? result;
    return result.verdict === 'violated' && isUsedUp(invariant, history) ? usedUp : result;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { verdict: 'inconclusive', because: `the checker crashed: ${message}` };
  }
}

const usedUp: CheckResult = {
  verdict: 'inconclusive',
  because:
    'every request was refused, and no request of `prepare` makes anything new: where all rounds and runs work on the same thing, an earlier one may have used it up; make a new one in `prepare`',
};

/**
 * Whether a finding about answers alone may come of the rounds and runs before: no step made anything new, and the service refused everybody,
 * as it must when nothing is left. Observations would tell; other findings stand.
 */
function isUsedUp<Kind extends CheckerKind>(
  invariant: InvariantSpec<Kind>,
  { prepared, operations }: RoundHistory,
): boolean {
  const isOfAnswers = ['count', 'sequentialEquivalence', 'assert'].includes(invariant.kind);
  const reads = (references(invariant).roundExpressions ?? []).some(({ text }) => /\b(?:initial|final)\b/.test(text));
  if (prepared?.length !== 0 || !isOfAnswers || reads) return false;
  return operations.length > 0 && operations.every(({ effect, outcome }) => effect === 'fail' && outcome !== 'unsent');
}

/** Nothing was selected, and successes that no outcome names stand beside it: more likely a wrong matcher than a quiet service. */
function vacuous<Kind extends CheckerKind>(
  invariant: InvariantSpec<Kind>,
  { operations }: RoundHistory,
): CheckResult | undefined {
  const named = (references(invariant).selections ?? []).map(({ text }) => text);
  // A count of answers is right whatever they stand for.
  if (invariant.kind === 'count' || named.length === 0) return undefined;
  if (named.some((of) => selectAnswers(of, operations).chosen.length > 0)) return undefined;
  const unclaimed = operations.filter(isUnclaimed);
  if (unclaimed.length === 0) return undefined;
  const statuses = [...new Set(unclaimed.flatMap(({ answer }) => answer?.status ?? []))];
  return {
    verdict: 'inconclusive',
    because: `no answer is ${named.join(' or ')}, and no outcome names ${unclaimed.length} that succeeded (status ${statuses.join(', ')}): add one to \`outcomes\``,
  };
}

function readsFinal<Kind extends CheckerKind>(invariant: InvariantSpec<Kind>): boolean {
  return (references(invariant).roundExpressions ?? []).some(({ text }) => /\bfinal\b/.test(text));
}
