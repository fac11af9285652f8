import type { Operation } from '../history/operation.ts';
import { createWindowMaximum } from '../support/window-maximum.ts';
import { endOf, startOf } from './interval.ts';

/** A rate limiter as the scenario describes it. */
export interface Limiter {
  readonly kind: 'fixed' | 'sliding' | 'bucket';
  readonly atMost: number;
  readonly perNs: number;
  /** Capacity of a bucket. */
  readonly burst: number;
  /** The period as the user wrote it. */
  readonly per: string;
}

/** More admissions inside a stretch of time than a correct limiter can have made. */
export interface Excess {
  readonly allowed: number;
  readonly within: string;
  readonly seen: string;
  /** How many passed in it for certain. */
  readonly count: number;
  /** One more than allowed. */
  readonly operations: readonly Operation[];
}

/** By how much the clock of the limiter may run faster than ours. Far above any drift. */
const clockTolerance = 0.01;
/** Stretches of up to this many periods are looked at. */
const mostPeriods = 64;

/**
 * In any stretch that is shorter than m periods a sliding limiter lets m * atMost through; a fixed one, whose alignment is not
 * known, (m + 1) * atMost, since m + 1 of its periods may touch it; a bucket in a stretch of length d, burst + d * atMost / per.
 * `research/checkers.md`, "11 in detail": counting by the instants of answers instead blames correct limiters.
 */
export function excess(
  limiter: Limiter,
  operations: readonly Operation[],
  clock: (atNs: number) => string,
): Excess | undefined {
  const stretch = limiter.kind === 'bucket' ? bucketStretch(limiter, operations) : countedStretch(limiter, operations);
  if (stretch === undefined) return undefined;
  const { fromNs, toNs, within } = stretch;
  const inside = operations.filter((operation) => startOf(operation) >= fromNs && endOf(operation) <= toNs);
  inside.sort((one, other) => endOf(one) - endOf(other) || one.member - other.member);
  return {
    allowed: stretch.allowed,
    within,
    seen: ` between ${clock(fromNs)} and ${clock(toNs)}`,
    count: inside.length,
    operations: inside.slice(0, stretch.allowed + 1),
  };
}

interface Stretch {
  readonly fromNs: number;
  readonly toNs: number;
  readonly allowed: number;
  readonly within: string;
}

/** Fixed and sliding limiters: for each m, stretches of fixed length. m n log n. */
function countedStretch({ kind, atMost, perNs, per }: Limiter, operations: readonly Operation[]): Stretch | undefined {
  const periodNs = perNs * (1 - clockTolerance);
  const sorted = [...operations].sort((one, other) => startOf(other) - startOf(one));
  const ends = sorted.map(endOf).sort((one, other) => one - other);
  const latestNs = ends.findLast((endNs) => endNs < Infinity) ?? 0;
  const earliestNs = sorted.map(startOf).findLast((startNs) => startNs > -Infinity) ?? 0;
  const periods = Math.min(mostPeriods, Math.ceil((latestNs - earliestNs) / periodNs) + 1);
  for (let m = 1; m <= periods; m += 1) {
    const allowed = (kind === 'fixed' ? m + 1 : m) * atMost;
    if (allowed >= operations.length) return undefined;
    const counts = createCounts(ends.length);
    for (const operation of sorted) {
      const fromNs = startOf(operation);
      counts.add(firstNotLess(ends, endOf(operation)));
      if (counts.below(firstGreater(ends, fromNs + m * periodNs)) <= allowed) continue;
      const within = `in ${m === 1 ? `any ${per}` : `any ${m} periods of ${per}`}${kind === 'fixed' ? ', wherever its periods begin' : ''}`;
      return { fromNs, toNs: fromNs + m * periodNs, allowed, within };
    }
  }
  return undefined;
}

/** A bucket: stretches of any length, charged for the tokens that are added meanwhile. n log n. */
function bucketStretch({ atMost, perNs, burst, per }: Limiter, operations: readonly Operation[]): Stretch | undefined {
  const ratePerNs = (atMost / perNs) * (1 + clockTolerance);
  const finite = operations.filter((operation) => endOf(operation) < Infinity && startOf(operation) > -Infinity);
  const sorted = [...finite].sort((one, other) => startOf(other) - startOf(one));
  const originNs = sorted.map(startOf).at(-1) ?? 0;
  const ends = sorted.map(endOf).sort((one, other) => one - other);
  const maximum = createWindowMaximum(ends.map((endNs) => (endNs - originNs) * ratePerNs));
  for (const operation of sorted) {
    maximum.add(firstNotLess(ends, endOf(operation)));
    const fromNs = startOf(operation);
    const { value, place } = maximum.best();
    if (value + (fromNs - originNs) * ratePerNs <= burst + 1e-6) continue;
    const toNs = ends[place] ?? fromNs;
    const added = (toNs - fromNs) * ratePerNs;
    const allowed = Math.floor(burst + added);
    return { fromNs, toNs, allowed, within: `out of a bucket of ${burst} that gets ${atMost} per ${per}` };
  }
  return undefined;
}

/** Counts by place: a Fenwick tree. */
function createCounts(size: number): { add(place: number): void; below(place: number): number } {
  const tree = new Int32Array(size + 1);
  return {
    add(place) {
      for (let node = place + 1; node <= size; node += node & -node) tree[node] = (tree[node] ?? 0) + 1;
    },
    below(place) {
      let count = 0;
      for (let node = place; node > 0; node -= node & -node) count += tree[node] ?? 0;
      return count;
    },
  };
}

function firstNotLess(sorted: readonly number[], value: number): number {
  return firstWhere(sorted, (other) => other >= value);
}

function firstGreater(sorted: readonly number[], value: number): number {
  return firstWhere(sorted, (other) => other > value);
}

function firstWhere(sorted: readonly number[], isBehind: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBehind(sorted[middle] ?? Infinity)) high = middle;
    else low = middle + 1;
  }
  return low;
}
