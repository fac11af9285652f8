import type { Interval } from '../operation.ts';

/** The instants strictly between two others. */
export interface OpenSegment {
  readonly fromNs: number;
  readonly toNs: number;
}

/**
 * Prepares to tell, for closed intervals, whether open segments cover every instant of them: gives the segments that do, from
 * left to right, or undefined when an instant is left uncovered. O(n log n) once, and then the length of the answer.
 */
export function coverage<Segment extends OpenSegment>(
  segments: readonly Segment[],
): (interval: Interval) => readonly Segment[] | undefined {
  const inOrder = [...segments].sort((a, b) => a.fromNs - b.fromNs);
  /** Of the first segments up to each place, the one that reaches furthest. */
  const furthest: Segment[] = [];
  for (const segment of inOrder) {
    const best = furthest.at(-1);
    furthest.push(best === undefined || segment.toNs > best.toNs ? segment : best);
  }
  return ({ startNs, endNs }) => {
    const cover: Segment[] = [];
    for (let uncoveredNs = startNs; uncoveredNs <= endNs; ) {
      const segment = furthest[countBefore(inOrder, uncoveredNs) - 1];
      if (segment === undefined || segment.toNs <= uncoveredNs) return undefined;
      cover.push(segment);
      uncoveredNs = segment.toNs;
    }
    return cover;
  };
}

/** How many segments begin strictly before an instant. */
function countBefore(inOrder: readonly OpenSegment[], instantNs: number): number {
  let [low, high] = [0, inOrder.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((inOrder[middle]?.fromNs ?? Infinity) < instantNs) low = middle + 1;
    else high = middle;
  }
  return low;
}
