import type { BurstRequest } from './schema.ts';

/** When one request of a burst is sent: at `at`, or from there on at every `every` until `for` is over, both ends included. */
export type Polling = Pick<BurstRequest, 'at' | 'every' | 'for'>;

/** How often it is sent; once where `every` is nothing, which the checks refuse. */
export function timesSent({ every = 0, for: lasting }: Pick<Polling, 'every' | 'for'>): number {
  if (every === 0 || lasting === undefined) return 1;
  return Math.floor(wholeNs(lasting) / Math.max(1, wholeNs(every))) + 1;
}

/** Nanoseconds from the release, one for each time that it is sent. */
export function offsetsNs(polling: Polling): readonly number[] {
  const { at, every = 0 } = polling;
  return Array.from({ length: timesSent(polling) }, (_, time) => wholeNs(at) + time * wholeNs(every));
}

/** In milliseconds 100us goes into 300us less than three times: the sum of binary fractions comes out short. */
function wholeNs(ms: number): number {
  return Math.round(ms * 1e6);
}
