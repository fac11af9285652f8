import { compareInstants, type Interval } from './operation.ts';

/**
 * The calls and returns of all operations in the order of time, as a doubly linked list from which those of an operation can
 * be lifted and put back in constant time (Lowe 2017, section 4; Wing and Gong 1993). At equal instants calls come first:
 * intervals are closed. An operation whose end is infinite has a call and no return, so it never forces anything.
 */
export interface EventList {
  /** Takes the events of an operation out. */
  lift(operation: number): void;
  /** Puts them back; operations return in the reverse order of their lifting. */
  restore(operation: number): void;
  /** The operations that may come next, in the order of their calls: those called before the first return that is left. */
  enabled(): readonly number[];
  /** The instant of the first return that is left; `Infinity` when there is none. */
  firstReturnNs(): number;
}

/** Ends the list, and the chain of each operation that has no return. */
const none = -1;

export function createEventList(operations: readonly Interval[]): EventList {
  const events = operations
    .flatMap(({ startNs, endNs }, operation) => [
      { atNs: startNs, operation, isReturn: false },
      ...(endNs === Infinity ? [] : [{ atNs: endNs, operation, isReturn: true }]),
    ])
    .sort((a, b) => compareInstants(a.atNs, b.atNs) || Number(a.isReturn) - Number(b.isReturn));

  // Node 0 is the head; node n + 1 is event n.
  const next = new Int32Array(events.length + 1);
  const previous = new Int32Array(events.length + 1);
  const owner = new Int32Array(events.length + 1).fill(none);
  const returnNs = new Float64Array(events.length + 1).fill(Infinity);
  const call = new Int32Array(operations.length).fill(none);
  const answer = new Int32Array(operations.length).fill(none);
  for (const [place, { atNs, operation, isReturn }] of events.entries()) {
    const node = place + 1;
    next[node - 1] = node;
    previous[node] = node - 1;
    owner[node] = operation;
    (isReturn ? answer : call)[operation] = node;
    if (isReturn) returnNs[node] = atNs;
  }
  next[events.length] = none;

  const at = (list: Int32Array, place: number): number => list[place] ?? none;
  const isCall = (node: number) => returnNs[node] === Infinity;
  const unlink = (node: number) => {
    const [before, after] = [at(previous, node), at(next, node)];
    next[before] = after;
    if (after !== none) previous[after] = before;
  };
  const relink = (node: number) => {
    const [before, after] = [at(previous, node), at(next, node)];
    next[before] = node;
    if (after !== none) previous[after] = node;
  };

  return {
    lift(operation) {
      unlink(at(call, operation));
      if (at(answer, operation) !== none) unlink(at(answer, operation));
    },
    restore(operation) {
      if (at(answer, operation) !== none) relink(at(answer, operation));
      relink(at(call, operation));
    },
    enabled() {
      const found: number[] = [];
      for (let node = at(next, 0); node !== none && isCall(node); node = at(next, node)) found.push(at(owner, node));
      return found;
    },
    firstReturnNs() {
      let node = at(next, 0);
      while (node !== none && isCall(node)) node = at(next, node);
      return node === none ? Infinity : (returnNs[node] ?? Infinity);
    },
  };
}
