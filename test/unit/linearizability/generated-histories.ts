import type { QueueAction, RegisterAction, StockAction, TimedOperation } from '../../../src/linearizability/index.ts';
import { randomFor } from '../../../src/support/random.ts';

/** Operations as a correct object carries them out, one after another, while `overlap` clients have one in flight each. */
export function overlapping<Action>(
  count: number,
  overlap: number,
  actionAt: (place: number) => Action,
): readonly TimedOperation<Action>[] {
  // The effect of each comes in the middle of its interval, so the order of the places is one that explains it.
  return Array.from({ length: count }, (_, id) => ({
    id,
    startNs: id * 10 - 5 * (overlap - 1),
    endNs: id * 10 + 5 * (overlap - 1) + 1,
    effect: 'ok',
    action: actionAt(id),
  }));
}

/**
 * The same, but each takes effect at a random instant of its interval, and the intervals have random lengths: neither the starts
 * nor the ends tell the order. On the average `overlap` are in flight.
 */
export function scattered<Action>(
  count: number,
  overlap: number,
  actionAt: (place: number) => Action,
): readonly TimedOperation<Action>[] {
  const random = randomFor(7, count, overlap);
  const upTo = () => random.int(0, 10 * (overlap - 1));
  return overlapping(count, 1, actionAt).map((operation) => ({
    ...operation,
    startNs: operation.startNs - upTo(),
    endNs: operation.endNs + upTo(),
  }));
}

/** Every third operation writes its place; the others read what was written last. */
export function registerAction(place: number): RegisterAction {
  return { kind: place % 3 === 0 ? 'write' : 'read', value: place - (place % 3) };
}

/** In and out again, always some twenty inside. */
export function queueAction(place: number): QueueAction {
  const inside = 20;
  if (place < inside) return { kind: 'enqueue', value: place };
  return place % 2 === 0
    ? { kind: 'enqueue', value: inside + (place - inside) / 2 }
    : { kind: 'dequeue', value: (place - inside - 1) / 2 };
}

/** All that there are, then no more. */
export function stockAction(units: number): (place: number) => StockAction {
  return (place) => ({ kind: 'buy', units: 1, sold: place < units });
}
