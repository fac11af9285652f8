/** Merging: violated > inconclusive > held. */
export type Verdict = 'held' | 'violated' | 'inconclusive';

/** Nothing to merge proves nothing: inconclusive. */
export function mergeVerdicts(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('violated')) return 'violated';
  return verdicts.length === 0 || verdicts.includes('inconclusive') ? 'inconclusive' : 'held';
}
