import type { Operation } from '../history/operation.ts';
import { durationText } from '../support/duration.ts';
import { hasUnknownEffect } from './selection.ts';

/** The earliest instant at which the server may have acted, as `withConservativeStarts` has put it there. Nanoseconds. */
export function startOf({ stagedAtNs }: Operation): number {
  return stagedAtNs ?? -Infinity;
}

/** The latest instant at which the server may have acted: the end of the answer, and never for an unknown effect. Nanoseconds. */
export function endOf(operation: Operation): number {
  return hasUnknownEffect(operation) ? Infinity : (operation.doneAtNs ?? Infinity);
}

/** Over before the other began, whatever the server did when. Closed intervals: those that share an instant are concurrent. */
export function precedes(one: Operation, other: Operation): boolean {
  return endOf(one) < startOf(other);
}

/** Tells instants to a person: `3.1 ms`, counted from the first release of the round. */
export function roundClock(operations: readonly Operation[]): (atNs: number) => string {
  const released = operations.flatMap(({ releasedAtNs, stagedAtNs }) => releasedAtNs ?? stagedAtNs ?? []);
  const originNs = released.reduce((first, next) => Math.min(first, next), Infinity);
  return (atNs) => durationText(atNs - originNs);
}
