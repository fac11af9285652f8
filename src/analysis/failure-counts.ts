import type { RoundHistory } from '../history/history.ts';
import type { FailureReport } from './run-report.ts';

/** Counts why members had no full answer, over all rounds and the baseline. */
export interface FailureCounts {
  add(history: RoundHistory): void;
  /** Most frequent first. */
  commonest(): readonly FailureReport[];
}

/** More reasons than these are no summary. */
const mostReported = 3;
/** A service may put something of each request into its errors: they shall not fill the memory. */
const mostDistinct = 1000;

export function createFailureCounts(): FailureCounts {
  const counts = new Map<string, FailureReport>();
  return {
    add({ operations }) {
      for (const { failure } of operations) {
        // What an interruption broke off says nothing of the service.
        if (failure === undefined || failure.kind === 'aborted') continue;
        const key = `${failure.code} ${failure.message}`;
        const known = counts.get(key);
        if (known === undefined && counts.size >= mostDistinct) continue;
        counts.set(key, { ...failure, operations: (known?.operations ?? 0) + 1 });
      }
    },
    commonest: () => [...counts.values()].sort((a, b) => b.operations - a.operations).slice(0, mostReported),
  };
}
