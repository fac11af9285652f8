import { deliveryText } from '../history/delivery.ts';
import type { RoundHistory } from '../history/history.ts';
import { outcomeCounts } from './outcome-patterns.ts';
import { type Judgement, roundVerdict, whyUndecided } from './round-verdict.ts';
import type { RoundRow } from './round-report.ts';
import type { Validity } from './validity.ts';

/** One line for each race round. A run of more rounds than `mostRows` needs no more memory: the later ones are left out. */
export interface RoundRows {
  add(history: RoundHistory, worth: Validity, judgements: readonly Judgement[]): void;
  report(): readonly RoundRow[];
}

const mostRows = 2000;

/** `order`: the scenario's own outcomes, which come first in every list of counts. */
export function createRoundRows(order: readonly string[]): RoundRows {
  const rows: RoundRow[] = [];
  return {
    add(history, worth, judgements) {
      if (rows.length >= mostRows) return;
      const because = whyUndecided(worth, judgements);
      rows.push({
        round: history.round,
        verdict: roundVerdict(worth, judgements),
        validity: worth.kind,
        ...(because !== undefined && { because }),
        broken: judgements.filter(({ result }) => result.verdict === 'violated').map(({ invariant }) => invariant),
        spreadUs: history.timing.spreadNs / 1000,
        outcomes: outcomeCounts(history, order),
        ...(history.delivery !== undefined && { delivery: deliveryText(history.delivery) }),
      });
    },
    report: () => rows,
  };
}
