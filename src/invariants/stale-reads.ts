import { groupBy } from '../support/group-by.ts';
import type { Access } from './register.ts';

/** What is certain of the order of values. */
export interface ValueOrder<Known extends Access> {
  /** What the read shows is surely older than what is known. */
  isOlder(read: Access, known: Known): boolean;
  /** Whatever is older than `other` is older than `known` as well. */
  isNewer(known: Known, other: Known): boolean;
}

/** A read that shows something older than what it had to know. */
export interface Stale<Known extends Access> {
  readonly read: Access;
  readonly known: Known;
}

export interface StaleReads<Known extends Access> {
  /** Reads that had to know something. */
  readonly obliged: number;
  /** In the order in which the reads began. */
  readonly stale: readonly Stale<Known>[];
}

/**
 * Holds every read against all that had ended more than `delayNs` before it began; of those the newest is enough to ask. A
 * sweep over reads by their beginning and the others by their end, O(n log n). Intervals are closed: what ended at the very
 * instant need not be known. What has no end never need be.
 */
export function staleReads<Known extends Access>(
  reads: readonly Access[],
  others: readonly Known[],
  order: ValueOrder<Known>,
  delayNs = 0,
): StaleReads<Known> {
  const ended = [...others].sort(byEnd);
  const begun = [...reads].sort(byBeginning);
  const stale: Stale<Known>[] = [];
  let obliged = 0;
  let next = 0;
  let newest: Known | undefined;
  for (const read of begun) {
    for (let one = ended[next]; one !== undefined && one.endedNs + delayNs < read.beganNs; one = ended[next]) {
      if (newest === undefined || order.isNewer(one, newest)) newest = one;
      next += 1;
    }
    if (newest === undefined) continue;
    obliged += 1;
    if (order.isOlder(read, newest)) stale.push({ read, known: newest });
  }
  return { obliged, stale };
}

/** The same for reads that are held only against what belongs to the same owner. */
export function staleReadsPerOwner<Known extends Access>(
  reads: readonly Access[],
  others: readonly Known[],
  order: ValueOrder<Known>,
): StaleReads<Known> {
  const known = groupBy(others, ({ owner }) => owner);
  const owned = groupBy(
    reads.filter(({ owner }) => owner !== undefined),
    ({ owner }) => owner,
  );
  const found = [...owned].map(([owner, own]) => staleReads(own, known.get(owner) ?? [], order));
  return {
    obliged: found.reduce((sum, { obliged }) => sum + obliged, 0),
    stale: found.flatMap(({ stale }) => stale).sort((a, b) => byBeginning(a.read, b.read)),
  };
}

function byBeginning(a: Access, b: Access): number {
  return a.beganNs - b.beganNs || a.member - b.member;
}

function byEnd(a: Access, b: Access): number {
  return a.endedNs === b.endedNs ? a.member - b.member : a.endedNs - b.endedNs;
}
