import { plural } from '../support/plural.ts';
import type { RunFacts } from './invariant-record.ts';
import type { Violation } from './round-report.ts';
import type { InvariantReport } from './run-report.ts';

/** In how many rounds an invariant that one round is enough for was true, false, undecided, or true without counting. */
interface Seen {
  readonly held: number;
  readonly violated: number;
  readonly inconclusive: number;
  readonly poor: number;
}

/**
 * The verdict of an invariant that must be true in one round only. That it never was is a fact of the run only when it came to its end,
 * at least half of the planned rounds say so, and none is undecided. `first`: a round in which it was false.
 */
export function seenInSome(
  { held, violated, inconclusive, poor }: Seen,
  otherwise: 'inconclusive' | 'violated',
  { planned, complete, neverHeld }: RunFacts,
  first: Violation | undefined,
  doubt: string | undefined,
): Pick<InvariantReport, 'verdict' | 'because' | 'first'> {
  if (held > 0) return neverHeld === undefined ? { verdict: 'held' } : { verdict: 'inconclusive', because: neverHeld };
  const rounds = violated + inconclusive + poor;
  if (poor > 0)
    return {
      verdict: 'inconclusive',
      because: `true only in ${poor} of ${plural(rounds, 'round')}, whose timing was too poor to count`,
    };
  if (inconclusive > 0)
    return {
      verdict: 'inconclusive',
      because: `true in none of ${plural(rounds, 'round')}, undecided in ${inconclusive}; ${doubt}`,
    };
  const because = `true in none of ${plural(rounds, 'judged round')}`;
  if (otherwise === 'violated' && complete && violated >= Math.max(1, planned / 2) && first !== undefined)
    return { verdict: 'violated', because, first };
  return { verdict: 'inconclusive', because: `${because}, so the run did not test what it should` };
}
