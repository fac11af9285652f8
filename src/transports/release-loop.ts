import { setTimeout as sleep } from 'node:timers/promises';
import { raisePriority } from './priority.ts';

/** The thread sleeps until this long before an instant and spins from there: timers overshoot by up to a millisecond. */
const spinNs = 1_500_000n;
/** Practice takes about 2 ms; it must be over when the spinning begins. */
const practiceNs = 5_000_000n;

/**
 * Calls `letGo(from, to)` for the places that are due together, at `releaseAtNs` plus their offset (nanoseconds, in ascending
 * order). The call is synchronous and the thread's priority raised: a server on the same host that the first byte wakes
 * would otherwise take the core and work through its window before the second byte leaves.
 */
export async function releaseLoop(
  releaseAtNs: bigint,
  offsetsNs: readonly number[],
  practise: () => void,
  letGo: (from: number, to: number) => void,
): Promise<void> {
  await sleepUntil(releaseAtNs - practiceNs);
  practise();
  let from = 0;
  while (from < offsetsNs.length) {
    const offsetNs = offsetsNs[from];
    let to = from;
    while (to < offsetsNs.length && offsetsNs[to] === offsetNs) to += 1;
    const dueNs = releaseAtNs + BigInt(offsetNs ?? 0);
    await sleepUntil(dueNs - spinNs);
    const lowerPriority = raisePriority();
    while (process.hrtime.bigint() < dueNs);
    letGo(from, to);
    lowerPriority();
    from = to;
  }
}

async function sleepUntil(atNs: bigint): Promise<void> {
  const leftMs = Number(atNs - process.hrtime.bigint()) / 1e6;
  if (leftMs > 0) await sleep(leftMs);
}
