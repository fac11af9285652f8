/**
 * Which operations are in the order already, with a text for each set that no other set has. Exact on purpose: with hashes
 * in its place two sets could be taken for one, and a branch that would have explained the history passed over.
 *
 * Operations are numbered in the order of start, so that nearly all sets are a full beginning and a short ragged rest.
 */
export interface LinearizedSet {
  add(operation: number): void;
  remove(operation: number): void;
  key(): string;
}

const bits = 31;
const full = 2 ** bits - 1;

export function createLinearizedSet(size: number): LinearizedSet {
  const words = new Int32Array(Math.ceil(size / bits));
  /** Words before `low` are full, those from `high` on are empty. */
  let low = 0;
  let high = 0;
  return {
    add(operation) {
      const place = Math.floor(operation / bits);
      words[place] = (words[place] ?? 0) | (1 << (operation % bits));
      high = Math.max(high, place + 1);
      while (low < words.length && words[low] === full) low += 1;
    },
    remove(operation) {
      const place = Math.floor(operation / bits);
      words[place] = (words[place] ?? 0) & ~(1 << (operation % bits));
      low = Math.min(low, place);
      while (high > 0 && words[high - 1] === 0) high -= 1;
    },
    key() {
      let text = low.toString(36);
      for (let place = low; place < high; place += 1) text += `,${(words[place] ?? 0).toString(36)}`;
      return text;
    },
  };
}
