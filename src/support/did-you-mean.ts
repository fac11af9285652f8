/** The candidate nearest to a misspelt word, if one is near enough that a person would have meant it. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  // One slip in a short word, one more for every three letters: beyond that a suggestion confuses more than it helps.
  let least = 1 + Math.floor(Math.min(word.length, 60) / 3);
  for (const candidate of candidates) {
    if (candidate === word || Math.abs(candidate.length - word.length) >= least + 1) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance > least || distance >= Math.max(word.length, candidate.length)) continue;
    // With as much wrong as right, only what begins alike was meant.
    if (2 * distance > word.length && word[0]?.toLowerCase() !== candidate[0]?.toLowerCase()) continue;
    if (nearest !== undefined && distance === least) continue;
    nearest = candidate;
    least = distance;
  }
  return nearest;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other (optimal string alignment). */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = (last[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      let cost = Math.min(replaced, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[to.length] ?? 0;
}
