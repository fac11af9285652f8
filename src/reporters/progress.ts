import type { ChalkInstance } from 'chalk';
import { columnsOf, cutToColumns } from '../support/visible-text.ts';
import { duration } from './words.ts';

/** Where a hunt stands. */
export interface Progress {
  readonly name: string;
  /** Which of how many scenarios it is, from 1. */
  readonly place: number;
  readonly scenarios: number;
  readonly done: number;
  readonly planned: number;
  readonly violated: number;
  /** Of the last burst; missing before the first. */
  readonly spreadNs?: number;
  /** Missing while nobody can tell. */
  readonly leftMs?: number;
}

const cells = 16;
/** A name that was cut shorter than this tells nothing. */
const minName = 8;
const gap = '  ';

/** One line of at most `columns`, for a terminal that is rewritten as the hunt goes on: what matters least goes first where it is narrow. */
export function progressLine(progress: Progress, columns: number, paint: ChalkInstance): string {
  const { name, place, scenarios, done, planned, violated, spreadNs, leftMs } = progress;
  const parts: readonly { readonly text: string; readonly colour: (text: string) => string; readonly worth: number }[] =
    [
      { text: bar(done / Math.max(1, planned)), colour: paint.cyan, worth: 1 },
      {
        text: done === 0 && spreadNs === undefined ? 'first the baseline' : `${done}/${planned} rounds`,
        colour: same,
        worth: 5,
      },
      { text: `${violated} violated`, colour: violated > 0 ? paint.red.bold : same, worth: 4 },
      ...(spreadNs === undefined ? [] : [{ text: `spread ${duration(spreadNs)}`, colour: paint.dim, worth: 2 }]),
      ...(leftMs === undefined ? [] : [{ text: `${timeLeft(leftMs)} left`, colour: same, worth: 3 }]),
      ...(scenarios > 1 ? [{ text: `${place} of ${scenarios}`, colour: paint.dim, worth: 0 }] : []),
    ];
  let shown = parts;
  const width = () => shown.reduce((sum, { text }) => sum + columnsOf(text) + gap.length, 0);
  for (let worth = 0; worth < 5 && width() - gap.length > columns; worth += 1)
    shown = shown.filter((part) => part.worth > worth);
  const space = columns - width();
  const label = space >= minName ? [cutToColumns(name, space)] : [];
  return [...shown.map(({ text, colour }) => colour(text)), ...label].join(gap);
}

function same(text: string): string {
  return text;
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar that grows by eighths of a cell. */
function bar(share: number): string {
  const filled = Math.min(cells * 8, Math.floor(share * cells * 8));
  return `${'█'.repeat(Math.floor(filled / 8))}${eighths[filled % 8] ?? ''}`.padEnd(cells, '░');
}

/** Whole seconds: a line that is read at a glance needs no more, and would never rest. */
function timeLeft(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
