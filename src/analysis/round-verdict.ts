import type { CheckResult } from '../invariants/index.ts';
import type { Verdict } from './verdict.ts';
import type { Flaw, Validity } from './validity.ts';
import { mergeVerdicts } from './verdict.ts';

/** What one invariant said of one round. */
export interface Judgement {
  readonly invariant: string;
  readonly result: CheckResult;
}

/** What a round says as a whole; one that is not valid can't say `held`. */
export function roundVerdict(worth: Validity, judgements: readonly Judgement[]): Verdict {
  if (worth.kind === 'unjudged') return 'inconclusive';
  const verdict = mergeVerdicts(judgements.map(({ result }) => result.verdict));
  return verdict === 'held' && worth.kind === 'invalid' ? 'inconclusive' : verdict;
}

/** Why a round proves less than it could: what was wrong with its timing, or what left an invariant undecided. */
export function whyUndecided(worth: Validity, judgements: readonly Judgement[]): string | undefined {
  if (worth.kind === 'unjudged') return worth.because;
  if (worth.kind === 'invalid') return worth.flaws.map((flaw) => flawTexts[flaw]).join('; ');
  for (const { invariant, result } of judgements)
    if (result.verdict === 'inconclusive') return `"${invariant}": ${result.because}`;
  return undefined;
}

const flawTexts: Readonly<Record<Flaw, string>> = {
  'wide-spread': 'the releases were further apart than the window',
  'early-answers': 'an answer came before its request was released',
  'no-overlap': 'no two requests were in flight together',
  'rate-limited': 'a rate limiter left fewer than two requests',
  'maybe-in-turn': 'pipelined requests may have been handled in turn',
};
