import type { Operation } from '../history/operation.ts';
import { duration, shorten } from './words.ts';

/** Lanes of a burst, one line for each operation: where it was released, when it was answered, and what it was told. */
export function timeLine(
  operations: readonly Operation[],
  witness: ReadonlySet<number>,
  width: number,
): readonly string[] {
  const start = Math.min(...operations.flatMap(({ releasedAtNs }) => releasedAtNs ?? []));
  const end = Math.max(...operations.flatMap(({ doneAtNs }) => doneAtNs ?? []));
  if (!Number.isFinite(start) || end <= start) return [];
  const columns = Math.max(16, Math.min(48, width - 46));
  const place = (atNs: number) =>
    Math.max(0, Math.min(columns - 1, Math.round(((atNs - start) / (end - start)) * (columns - 1))));
  const lanes = operations.map((operation) => {
    const mark = witness.has(operation.member) ? '●' : ' ';
    const told = operation.answer === undefined ? (operation.failure?.kind ?? '') : String(operation.answer.status);
    return `${mark} #${String(operation.member).padEnd(3)} ${shorten(operation.request, 10).padEnd(10)} ${lane(operation, place, columns)} ${told} ${shorten(operation.outcome, 14)}`;
  });
  return [
    ...lanes,
    `  ${' '.repeat(15)} 0${' '.repeat(Math.max(1, columns - 1 - duration(end - start).length))}${duration(end - start)}`,
  ];
}

/** `├──━━┤`: released, waiting, the answer arriving, done. An unknown end stays open, `→`: it may take effect at any later time. */
function lane(
  { releasedAtNs, firstByteAtNs, doneAtNs, effect }: Operation,
  place: (atNs: number) => number,
  columns: number,
): string {
  if (releasedAtNs === undefined || doneAtNs === undefined) return ' '.repeat(columns);
  const from = place(releasedAtNs);
  const first = place(firstByteAtNs ?? doneAtNs);
  const to = Math.max(from + 1, effect === 'info' ? columns - 1 : place(doneAtNs));
  return Array.from({ length: columns }, (_, column) => {
    if (column === from) return '├';
    if (column < from || column > to) return ' ';
    if (column === to) return effect === 'info' ? '→' : '┤';
    return column < first ? '─' : '━';
  }).join('');
}
