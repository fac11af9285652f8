export { durationText as duration } from '../support/duration.ts';
export { percent, percentAtMost } from '../support/percent.ts';
export { plural } from '../support/plural.ts';
import { harmless } from '../support/visible-text.ts';

/** `20`, `3 to 20`. */
export function fromTo([fewest, most]: readonly [number, number]): string {
  return fewest === most ? String(most) : `${fewest} to ${most}`;
}

/** `sold 2, refused 18`; outcomes that did not occur are left out. */
export function tally(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  return parts.length === 0 ? 'no answers' : parts.map(([outcome, count]) => `${outcome} ${count}`).join(', ');
}

/** A harmless text of at most `width` characters. */
export function shorten(text: string, width: number): string {
  const clean = harmless(text);
  return clean.length <= width ? clean : `${clean.slice(0, Math.max(0, width - 1))}…`;
}

/** The lines of a harmless text, broken at spaces. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of harmless(text).split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
