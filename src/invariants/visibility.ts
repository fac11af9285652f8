import { durationText } from '../support/duration.ts';
import { groupBy } from '../support/group-by.ts';
import type { Visibility } from './checker.ts';
import type { Access, Register, Write } from './register.ts';
import type { ValueOrder } from './stale-reads.ts';
import { countOf } from './wording.ts';

/** How one acknowledged write became visible on one instance. Nanoseconds after the acknowledgement, so that they may be negative. */
export interface Sighting {
  readonly write: Write;
  readonly instance: string;
  /** Reads that could show it: they had not ended when it began. */
  readonly reads: number;
  /** Those of them that showed it, or something newer. */
  readonly fresh: number;
  /** It was not visible yet: when the last stale read began. Missing where no read was stale. */
  readonly notYetNs?: number;
  /** It was visible: when the first fresh read ended that was not over by then. Missing where none was. */
  readonly visibleNs?: number;
  /** Stale reads that began after a fresh one had ended. */
  readonly regressions: number;
}

/** More writes than this are not followed one by one: the table would grow with their square, and nobody would read it. */
const mostWrites = 50;

function followed(writes: readonly Write[]): readonly Write[] {
  const acknowledged = writes.filter(({ certain }) => certain).sort((a, b) => a.endedNs - b.endedNs);
  return acknowledged.slice(0, mostWrites);
}

/** How the first acknowledged writes of a round became visible on each instance that was read. */
export function sightings({ writes, reads }: Register, order: ValueOrder<Write>): readonly Sighting[] {
  const instances = groupBy(reads, ({ owner }) => owner);
  return followed(writes).flatMap((write) =>
    [...instances].map(([instance, own]) => sighting(write, instance ?? 'unknown', own, order)),
  );
}

/** The same as numbers that can be added up over rounds, with the share of fresh reads by their distance (the shape of PBS). */
export function visibilityOf(
  { writes, reads }: Register,
  order: ValueOrder<Write>,
  table: readonly Sighting[],
): Visibility {
  const steps = new Map<number, { reads: number; fresh: number }>();
  for (const write of followed(writes)) {
    for (const read of reads) {
      const afterNs = read.beganNs - write.endedNs;
      if (!(afterNs > 0)) continue;
      const fromNs = stepBelow(afterNs);
      const step = steps.get(fromNs) ?? { reads: 0, fresh: 0 };
      step.reads += 1;
      if (!order.isOlder(read, write)) step.fresh += 1;
      steps.set(fromNs, step);
    }
  }
  return {
    freshness: [...steps].sort(([a], [b]) => a - b).map(([fromNs, step]) => ({ fromNs, ...step })),
    brackets: table.map(({ notYetNs, visibleNs }) => ({
      ...(notYetNs !== undefined && { notYetNs }),
      ...(visibleNs !== undefined && { visibleNs }),
    })),
  };
}

/** The greatest step of 0, 1 ms, 2 ms, 5 ms, 10 ms ... that does not exceed a distance in time. */
function stepBelow(ns: number): number {
  if (ns < 1e6) return 0;
  const decade = 10 ** Math.floor(Math.log10(ns));
  return decade * (ns >= 5 * decade ? 5 : ns >= 2 * decade ? 2 : 1);
}

function sighting(write: Write, instance: string, all: readonly Access[], order: ValueOrder<Write>): Sighting {
  const reads = all.filter(({ endedNs }) => endedNs >= write.beganNs);
  const stale = reads.filter((read) => order.isOlder(read, write));
  const fresh = reads.filter((read) => !order.isOlder(read, write));
  const lastStaleNs = stale.reduce((last, { beganNs }) => Math.max(last, beganNs), -Infinity);
  const firstFreshNs = fresh.reduce((first, { endedNs }) => Math.min(first, endedNs), Infinity);
  const visibleNs = fresh.reduce(
    (first, { endedNs }) => (endedNs < lastStaleNs ? first : Math.min(first, endedNs)),
    Infinity,
  );
  return {
    write,
    instance,
    reads: reads.length,
    fresh: fresh.length,
    ...(lastStaleNs > -Infinity && { notYetNs: lastStaleNs - write.endedNs }),
    ...(visibleNs < Infinity && { visibleNs: visibleNs - write.endedNs }),
    regressions: stale.filter(({ beganNs }) => beganNs > firstFreshNs).length,
  };
}

/** More lines than this are no table that a person would read. */
const mostLines = 12;

/** The table as lines, the slowest first. */
export function sightingLines(table: readonly Sighting[]): readonly string[] {
  if (table.length === 0) return [];
  const slowness = ({ notYetNs = -Infinity, visibleNs = Infinity }: Sighting) => [visibleNs, notYetNs] as const;
  const slowest = [...table].sort((a, b) => {
    const [visibleA, notYetA] = slowness(a);
    const [visibleB, notYetB] = slowness(b);
    return notYetA === notYetB ? descending(visibleA, visibleB) : descending(notYetA, notYetB);
  });
  const lines = ['counted from the acknowledgement:', ...slowest.slice(0, mostLines).map(sightingLine)];
  return table.length > mostLines ? [...lines, `and ${table.length - mostLines} more, sooner visible`] : lines;
}

function descending(a: number, b: number): number {
  return a > b ? -1 : a < b ? 1 : 0;
}

function sightingLine({ write, instance, reads, fresh, notYetNs, visibleNs, regressions }: Sighting): string {
  const where = instance === '' ? '' : ` on ${instance}`;
  const back = regressions === 0 ? '' : `, ${countOf(regressions, 'step')} back`;
  return `member ${write.member} (${write.shown})${where}: ${bracket(notYetNs, visibleNs)}; ${fresh} of ${countOf(reads, 'read')} fresh${back}`;
}

function bracket(notYetNs: number | undefined, visibleNs: number | undefined): string {
  const from = notYetNs === undefined || notYetNs < 0 ? undefined : durationText(notYetNs);
  if (visibleNs === undefined) return from === undefined ? 'never seen' : `not yet after ${from}`;
  if (visibleNs < 0) return 'visible before';
  const to = durationText(visibleNs);
  return from === undefined ? `visible by ${to}` : `visible between ${from} and ${to}`;
}
