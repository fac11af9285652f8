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
  const names = operations.map(({ request }) => shorten(request, longestName));
  const told = operations.map(toldText);
  const nameWidth = Math.max(10, ...names.map((name) => name.length));
  const columns = Math.min(mostColumns, width - nameWidth - 9 - Math.max(...told.map((text) => text.length)));
  const place = (atNs: number) =>
    Math.max(0, Math.min(columns - 1, Math.round(((atNs - start) / (end - start)) * (columns - 1))));
  const lanes = operations.map((operation, at) => {
    const who = `${witness.has(operation.member) ? '●' : ' '} #${String(operation.member).padEnd(3)}`;
    const picture = columns < fewestColumns ? [] : [lane(operation, place, columns)];
    return [who, names[at]?.padEnd(nameWidth), ...picture, told[at]].join(' ');
  });
  if (columns < fewestColumns) return lanes;
  const total = duration(end - start);
  return [...lanes, `${' '.repeat(nameWidth + 8)}0${total.padStart(columns - 1)}`];
}

const longestName = 24;
const mostColumns = 48;
/** In a narrower picture nothing can be told apart. */
const fewestColumns = 12;

function toldText({ answer, failure, outcome }: Operation): string {
  return `${answer?.status ?? failure?.kind ?? ''} ${shorten(outcome, longestName)}`;
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
