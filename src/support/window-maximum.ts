/** Finds the interval of instants in which most events surely lie, for a charge on its length. */
export interface WindowMaximum {
  /** Counts one more event, known by the place of its end among all ends in ascending order. */
  add(place: number): void;
  /** The greatest count minus charge over all windows that end with an event, and the place of that end. */
  best(): { readonly value: number; readonly place: number };
}

/**
 * With events added in descending order of their starts, `best` ranges over all windows from the last start on: a segment tree
 * over the ends whose nodes keep the sum of the events and the best sum up to an end, minus that end's charge. log n for each.
 */
export function createWindowMaximum(chargeAt: readonly number[]): WindowMaximum {
  let leaves = 1;
  while (leaves < chargeAt.length) leaves *= 2;
  const sums = new Float64Array(2 * leaves);
  const bests = new Float64Array(2 * leaves).fill(-Infinity);
  const at = (values: Float64Array, node: number) => values[node] ?? -Infinity;
  return {
    add(place) {
      let node = leaves + place;
      sums[node] = at(sums, node) + 1;
      bests[node] = at(sums, node) - (chargeAt[place] ?? 0);
      for (node >>= 1; node >= 1; node >>= 1) {
        sums[node] = at(sums, 2 * node) + at(sums, 2 * node + 1);
        bests[node] = Math.max(at(bests, 2 * node), at(sums, 2 * node) + at(bests, 2 * node + 1));
      }
    },
    best() {
      let node = 1;
      while (node < leaves) node = at(bests, 2 * node) >= at(bests, node) ? 2 * node : 2 * node + 1;
      return { value: at(bests, 1), place: node - leaves };
    },
  };
}
