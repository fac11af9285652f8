/** A closed interval on one monotonic clock: two that share a single instant are concurrent. Nanoseconds, or any unit used alike. */
export interface Interval {
  /** Before anything could take effect; `-Infinity` when it is not known. */
  readonly startNs: number;
  /** After the answer was complete; `Infinity` when no answer came. */
  readonly endNs: number;
}

/**
 * What is known of the effect of an operation, in Jepsen's terms: `ok` it surely happened inside its interval, `fail` it surely
 * never does, `info` nobody knows: it happens once at or after its start, however late, or never, and its answer is not known.
 */
export type Effect = 'ok' | 'fail' | 'info';

/** One operation as its client saw it. `Action` is what it asked for and what it was answered, in the words of a model. */
export interface TimedOperation<Action> extends Interval {
  /** Of the caller's choice; results speak of operations by it. */
  readonly id: number;
  readonly effect: Effect;
  readonly action: Action;
}

/** Comparator: in the order of start, for equal starts in that of end. */
export function byStart(a: Interval, b: Interval): number {
  return compareInstants(a.startNs, b.startNs) || compareInstants(a.endNs, b.endNs);
}

/** Comparator: in the order of end, for equal ends in that of start. */
export function byEnd(a: Interval, b: Interval): number {
  return compareInstants(a.endNs, b.endNs) || compareInstants(a.startNs, b.startNs);
}

/** Subtraction won't do: infinity minus infinity is no number. */
export function compareInstants(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
