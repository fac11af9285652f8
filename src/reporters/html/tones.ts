import type { ScenarioReport } from '../../analysis/run-report.ts';

/** The classes of the colours of outcomes; the scenario's own take turns, the reserved ones have theirs. */
export type Tones = (outcome: string) => string;

const ownTones = 6;
const reserved = ['unexpected', 'lost', 'unsent'];

/** All outcomes of a scenario, the scenario's own first. */
export function outcomesOf({ outcomes, rows, kept }: ScenarioReport): readonly string[] {
  const names = new Set<string>();
  for (const { counts } of outcomes) for (const name of Object.keys(counts)) names.add(name);
  for (const row of rows) for (const name of Object.keys(row.outcomes)) names.add(name);
  for (const { operations } of kept) for (const { outcome } of operations) names.add(outcome);
  const own = [...names].filter((name) => !reserved.includes(name));
  return [...own, ...reserved.filter((name) => names.has(name))];
}

export function tonesOf(outcomes: readonly string[]): Tones {
  return (outcome) => (reserved.includes(outcome) ? `tone-${outcome}` : `tone-${outcomes.indexOf(outcome) % ownTones}`);
}
