import type { InvariantReport, ScenarioReport } from '../analysis/run-report.ts';
import { plural } from './words.ts';

/** The scenario file as the repository knows it, else as the user named it. */
export function fileOf({ file, repositoryFile }: ScenarioReport): string {
  return repositoryFile ?? file;
}

/** `scenarios/oversell.race.yaml:34:5`: where the invariant stands; clickable in most terminals and editors. */
export function placeText(scenario: ScenarioReport, { place }: InvariantReport): string {
  return place === undefined ? fileOf(scenario) : `${fileOf(scenario)}:${place.line}:${place.column}`;
}

/** One sentence on what an invariant came to. */
export function findingText({ verdict, violated, cause, because, first, held }: InvariantReport): string {
  if (verdict === 'held') return `held in ${plural(held, 'valid round')}`;
  if (verdict === 'inconclusive') return because ?? 'undecided';
  const where =
    cause === 'serial' ? 'broken even one at a time, so no race' : `violated in ${plural(violated, 'round')}`;
  return first === undefined
    ? where
    : `${where}, first in round ${first.round}: ${first.expected}, but ${first.measured}`;
}
