import type { Operation } from '../history/operation.ts';
import { groupBy } from '../support/group-by.ts';
import type { CheckResult } from './checker.ts';
import type { Hold, HoldsSpec, readHolds } from './holds.ts';
import { endOf, startOf } from './interval.ts';
import { identityOf, readOperation } from './reading.ts';
import { earlier, selectEffects } from './selection.ts';
import { countOf } from './wording.ts';

/**
 * An operation that was told "busy" though nobody can have held the lock at any instant of its interval, unknown acquires
 * included, and from its start on whatever can't be told whose or which it was. Takes the lock for free at the start of the round.
 * n log n.
 */
export function falseBusy(
  spec: HoldsSpec & { readonly busy: string },
  { holds, unreadable }: Pick<ReturnType<typeof readHolds>, 'holds' | 'unreadable'>,
  operations: readonly Operation[],
): (CheckResult & { readonly verdict: 'violated' }) | undefined {
  const byLock = groupBy(holds, ({ lock }) => lock);
  const reachOf = new Map([...byLock].map(([lock, ofOneLock]) => [lock, longestReach(ofOneLock)]));
  const anybodysFromNs = Math.min(...unreadable.map(startOf));
  for (const operation of [...selectEffects(spec.busy, operations).certain].sort(earlier)) {
    const lock = spec.lock === undefined ? '' : identityOf(readOperation(spec.lock, operation));
    if (lock === undefined || endOf(operation) >= anybodysFromNs) continue;
    const reach = reachOf.get(lock)?.(endOf(operation)) ?? -Infinity;
    if (reach >= startOf(operation)) continue;
    const unknown = holds.filter(({ certain }) => !certain).length + unreadable.length;
    return {
      verdict: 'violated',
      expected: `nobody is told ${spec.busy} while the lock is free`,
      measured: `member ${operation.member} was told ${spec.busy}, and nobody can have held the lock from its start to its end`,
      witness: [operation.member],
      because:
        unknown === 0
          ? 'every acquire that was sent in time is known to have failed, or to be given back before'
          : `${countOf(unknown, 'unknown acquire')} began after it was over`,
    };
  }
  return undefined;
}

/** Gives for an instant how far the holds reach that may have begun by then. */
function longestReach(holds: readonly Hold[]): (atNs: number) => number {
  const sorted = [...holds].sort((one, other) => startOf(one.operation) - startOf(other.operation));
  let furthest = -Infinity;
  const starts = sorted.map(({ operation }) => startOf(operation));
  const reaches = sorted.map(({ mayEndNs }) => (furthest = Math.max(furthest, mayEndNs)));
  return (atNs) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? Infinity) <= atNs) low = middle + 1;
      else high = middle;
    }
    return reaches[low - 1] ?? -Infinity;
  };
}
