import type { RoundHistory } from '../history/history.ts';
import type { OutcomePattern } from './run-report.ts';

/** More patterns than this are noise to a reader. */
const mostPatterns = 20;

/** Counts how often the rounds ended in which distribution of outcomes. */
export interface OutcomePatterns {
  add(history: RoundHistory, violated: boolean): void;
  /** Most frequent first; those that broke an invariant apart from those that did not. */
  report(): readonly OutcomePattern[];
}

/** `order`: the scenario's own outcomes, which come first in every pattern. */
export function createOutcomePatterns(order: readonly string[]): OutcomePatterns {
  const patterns = new Map<string, OutcomePattern>();
  return {
    add(history, violated) {
      const counts = outcomeCounts(history, order);
      const key = JSON.stringify([counts, violated]);
      patterns.set(key, { counts, rounds: (patterns.get(key)?.rounds ?? 0) + 1, violated });
    },
    report: () => [...patterns.values()].sort((a, b) => b.rounds - a.rounds).slice(0, mostPatterns),
  };
}

/** How many members of a round ended in which outcome: those that occurred, the scenario's own first. */
export function outcomeCounts(
  { operations }: RoundHistory,
  order: readonly string[],
): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { outcome } of operations) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const others = [...counts.keys()].filter((name) => !order.includes(name)).sort();
  return Object.fromEntries(
    [...order, ...others].flatMap((name) => (counts.has(name) ? [[name, counts.get(name) ?? 0]] : [])),
  );
}
