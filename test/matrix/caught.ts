import type { InvariantReport } from '../../src/analysis/index.ts';
import type { Column } from './hunt.ts';
import { violationRate } from './table.ts';

/** What is asked of an invariant of a hunt. */
type Judged = Pick<InvariantReport, 'name' | 'kind' | 'verdict'> & {
  readonly first?: Pick<NonNullable<InvariantReport['first']>, 'expected'>;
};

/** The classes whose harm is that requests fail. */
const failuresAreTheHarm: ReadonlySet<string> = new Set(['deadlock']);

/**
 * The violations that show the bug of a racy twin. That requests failed, or were answered as nobody expects, does not: a lab that
 * is broken would do the same.
 */
export function telling(name: string, invariants: readonly Judged[]): readonly string[] {
  return invariants
    .filter(({ verdict, kind, first }) => {
      if (verdict !== 'violated' || (first?.expected.startsWith('unexpected: ') ?? false)) return false;
      return kind !== 'noErrors' || failuresAreTheHarm.has(name);
    })
    .map((invariant) => invariant.name);
}

/** A burst that hits more seldom says more about the burst than about the service. */
const leastRate = 0.2;

/** A line for each racy twin that broke in too few of its rounds. */
export function seldomHit(racy: Column): readonly string[] {
  return [...racy]
    .filter(([, hunted]) => violationRate(hunted) < leastRate)
    .map(
      ([name, hunted]) =>
        `finding: racy ${name} broke in ${Math.round(violationRate(hunted) * 100)} % of its rounds, expected ${leastRate * 100} % at least; make its burst collide better`,
    );
}
