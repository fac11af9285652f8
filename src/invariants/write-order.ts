import { compare, zero } from '../support/decimal.ts';
import { groupBy } from '../support/group-by.ts';
import type { Access, Register, Write } from './register.ts';
import type { ValueOrder } from './stale-reads.ts';

/** Versions are their own order, whatever their size. */
export const byVersion: ValueOrder<Access> = {
  isOlder: (read, known) => compare(read.version ?? zero, known.version ?? zero) < 0,
  isNewer: (known, other) => compare(known.version ?? zero, other.version ?? zero) > 0,
};

/** All that may have written one value: when the first of them began, and when the last of them had surely taken effect. */
export interface Writers {
  readonly writes: readonly Write[];
  readonly firstBeganNs: number;
  /** Infinity where one of them is of unknown effect: it may have been the very last. */
  readonly lastEndedNs: number;
}

/** Those that may have written each value, by its key. */
export function writersOf(writes: readonly Write[]): ReadonlyMap<string, Writers> {
  const groups = groupBy(writes, ({ key }) => key);
  return new Map(
    [...groups].map(([key, group]) => [
      key,
      {
        writes: group,
        firstBeganNs: group.reduce((first, { beganNs }) => Math.min(first, beganNs), Infinity),
        lastEndedNs: group.reduce((last, { endedNs }) => Math.max(last, endedNs), -Infinity),
      },
    ]),
  );
}

/**
 * What a read shows against what a write wrote. Without versions only time orders: one write is before another when it had ended
 * before the other began. A value is older than a write when everything that may have written it is before that write; a value
 * that nobody wrote was there before them all.
 */
export function writeOrder({ writes }: Pick<Register, 'writes'>, ordered: boolean): ValueOrder<Write> {
  if (ordered) return byVersion;
  const writers = writersOf(writes);
  return {
    isOlder: ({ key }, { beganNs }) => (writers.get(key)?.lastEndedNs ?? -Infinity) < beganNs,
    isNewer: (write, other) => write.beganNs > other.beganNs,
  };
}

/** What a read shows against what another read showed, where `initial` is the value that was there before all writes. */
export function readOrder({ writes }: Pick<Register, 'writes'>, initial: string): ValueOrder<Access> {
  const writers = writersOf(writes);
  const firstBeganNs = ({ key }: Access) =>
    key === initial ? -Infinity : (writers.get(key)?.firstBeganNs ?? -Infinity);
  return {
    isOlder: ({ key }, known) => (writers.get(key)?.lastEndedNs ?? -Infinity) < firstBeganNs(known),
    isNewer: (known, other) => firstBeganNs(known) > firstBeganNs(other),
  };
}
