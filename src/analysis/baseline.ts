import type { RoundHistory } from '../history/history.ts';
import { judgeRound } from '../invariants/index.ts';
import type { InvariantRecord } from './invariant-record.ts';
import { outcomeCounts } from './outcome-patterns.ts';
import type { Judgement } from './round-verdict.ts';
import type { BaselineReport } from './run-report.ts';
import { whyUnjudged } from './validity.ts';
import { mergeVerdicts } from './verdict.ts';

/** Judges the round in which the members came one at a time: what breaks there is no race. */
export function judgeBaseline(
  records: readonly InvariantRecord[],
  history: RoundHistory,
  order: readonly string[],
): { readonly report: BaselineReport; readonly judgements: readonly Judgement[] } {
  const succeeded = history.operations.filter(({ effect }) => effect === 'ok').length;
  const known = { outcomes: outcomeCounts(history, order), succeeded };
  const unjudged = whyUnjudged(history);
  if (unjudged !== undefined)
    return { report: { verdict: 'inconclusive', ...known, because: unjudged }, judgements: [] };
  const judged = records.filter(({ onceIsEnough }) => !onceIsEnough);
  if (judged.length === 0) {
    const because = 'no invariant speaks of every round';
    return { report: { verdict: 'inconclusive', ...known, because }, judgements: [] };
  }
  const judgements = judged.map((record): Judgement => {
    const result = judgeRound(record.spec, history);
    record.addBaseline(result, history);
    return { invariant: record.spec.name, result };
  });
  const results = judgements.map(({ result }) => result);
  const verdict = mergeVerdicts(results.map((result) => result.verdict));
  const broken = records.filter(({ serial }) => serial).map(({ spec }) => spec.name);
  const because =
    verdict === 'violated'
      ? `broken even one at a time: ${broken.join(', ')}`
      : results.find((result) => result.verdict === 'inconclusive')?.because;
  return { report: { verdict, ...known, ...(because !== undefined && { because }) }, judgements };
}
