/** `1 operation`, `2 operations`, `3 entries`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : noun.endsWith('ry') ? noun.replace(/y$/, 'ies') : `${noun}s`}`;
}

/** `member 3`, `members 3, 7`; long lists are cut. */
export function membersOf(members: readonly number[]): string {
  const listed = members.slice(0, longestList).join(', ');
  return `member${members.length === 1 ? '' : 's'} ${listed}${members.length > longestList ? ' ...' : ''}`;
}

/** A value in one short line. */
export function brief(text: string): string {
  return text.length > longestValue ? `${text.slice(0, longestValue)}...` : text;
}

/** What every violation that rests on full knowledge says about unknown outcomes. */
export const allKnown = 'the effect of every operation is known';

/** What a violation says about them that rests on two answers alone. */
export const bothAnswersKnown = 'both answers are known, whatever else took effect';

/** Lines for a person; long lists are cut. */
export function listed(lines: readonly string[]): readonly string[] {
  const left = lines.length - mostLines;
  return left <= 0 ? lines : [...lines.slice(0, mostLines), `... and ${left} more`];
}

const mostLines = 20;
const longestList = 8;
const longestValue = 80;
