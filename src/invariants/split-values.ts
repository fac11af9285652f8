import { groupBy } from '../support/group-by.ts';
import type { Access, Write } from './register.ts';
import { writersOf } from './write-order.ts';

/** Two reads of different values that no order of the writes explains, and what wrote them where that is one write each. */
export interface Split {
  readonly writes: readonly Write[];
  readonly reads: readonly [Access, Access];
}

/** A write that was surely last at some instant as late as `neededNs`. */
interface Zone {
  readonly write: Write;
  readonly read: Access;
  readonly neededNs: number;
}

/**
 * Looks for two writes that both must have been the last one. A read that shows `a` and began more than the bound after `b` was acknowledged puts
 * `b` before `a`; another one may put `a` before `b`. With each write reaching from its end to the beginning of its last read less
 * the bound, that is so where each of two ends before the other is last needed: the zones of Gibbons and Korach (1997), with the
 * bound taken off; longer circles of writes hold one of two. Only values that one write alone can have written are asked.
 * O(n log n).
 */
export function splitValues(reads: readonly Access[], writes: readonly Write[], boundNs: number): Split | undefined {
  const byValue = groupBy(reads, ({ key }) => key);
  const zones = [...writersOf(writes)].flatMap(([key, { writes: group }]): readonly Zone[] => {
    const [write] = group;
    const [first, ...others] = byValue.get(key) ?? [];
    if (write === undefined || first === undefined || !write.certain || group.length > 1) return [];
    const read = others.reduce((last, one) => (one.beganNs > last.beganNs ? one : last), first);
    return [{ write, read, neededNs: read.beganNs - boundNs }];
  });
  zones.sort((a, b) => a.write.endedNs - b.write.endedNs);
  const longest = longestSoFar(zones);
  for (const zone of zones) {
    const other = longest[endedBefore(zones, zone.neededNs)]?.find((one) => one !== zone);
    if (other !== undefined && zone.write.endedNs < other.neededNs)
      return { writes: [zone.write, other.write], reads: [zone.read, other.read] };
  }
  return undefined;
}

/** For each number of zones from the first one on: the two of them that are needed latest. */
function longestSoFar(zones: readonly Zone[]): readonly (readonly Zone[])[] {
  const longest: (readonly Zone[])[] = [[]];
  for (const zone of zones)
    longest.push([...(longest.at(-1) ?? []), zone].sort((a, b) => b.neededNs - a.neededNs).slice(0, 2));
  return longest;
}

/** How many zones, in the order of their ends, ended before an instant. */
function endedBefore(zones: readonly Zone[], atNs: number): number {
  let [low, high] = [0, zones.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((zones[middle]?.write.endedNs ?? Infinity) < atNs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Looks for two late reads that show different values. They began when every certain write had to be known everywhere, so both show
 * the last one, unless a write of unknown effect came in between; values that such a one may have written are left out.
 */
export function lateDisagreement(
  reads: readonly Access[],
  writes: readonly Write[],
  settledNs: number,
): Split | undefined {
  const writers = writersOf(writes);
  const late = reads.filter(({ key, beganNs }) => beganNs > settledNs && writers.get(key)?.lastEndedNs !== Infinity);
  const [one] = late;
  const other = late.find(({ key }) => key !== one?.key);
  return one === undefined || other === undefined ? undefined : { writes: [], reads: [one, other] };
}
