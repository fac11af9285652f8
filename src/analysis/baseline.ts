import type { RoundHistory } from '../history/history.ts';
import { judgeRound } from '../invariants/index.ts';
import type { InvariantRecord } from './invariant-record.ts';
import { outcomeCounts } from './outcome-patterns.ts';
import type { BaselineReport } from './run-report.ts';
import { whyUnjudged } from './validity.ts';
import { mergeVerdicts } from './verdict.ts';

/** Judges the round in which the members came one at a time: what breaks there is no race. */
export function judgeBaseline(
  records: readonly InvariantRecord[],
  history: RoundHistory,
  order: readonly string[],
): BaselineReport {
  const outcomes = outcomeCounts(history, order);
  const unjudged = whyUnjudged(history);
  if (unjudged !== undefined) return { verdict: 'inconclusive', outcomes, because: unjudged };
  const results = records.map((record) => {
    const result = judgeRound(record.spec, history);
    record.addBaseline(result, history);
    return result;
  });
  const verdict = mergeVerdicts(results.map((result) => result.verdict));
  const broken = records.filter(({ serial }) => serial).map(({ spec }) => spec.name);
  const because =
    verdict === 'violated'
      ? `broken even one at a time: ${broken.join(', ')}`
      : results.find((result) => result.verdict === 'inconclusive')?.because;
  return { verdict, outcomes, ...(because !== undefined && { because }) };
}
