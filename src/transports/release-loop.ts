import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { raisePriority } from './priority.ts';

/** The thread sleeps until this long before an instant and stays awake from there: timers overshoot by up to a millisecond. */
const awakeNs = 1_500_000n;
/** Practice takes about 2 ms; the thread stays awake after it, since a core that went to sleep in between wakes up cold. */
const practiceNs = 3_500_000n;
/** Before a later offset answers are read until this long before it is due; longer than a turn of the event loop with nothing to read. */
const blindNs = 100_000n;

/** The release of one thread's share of a burst. */
export interface Release {
  /** Of `process.hrtime`. */
  readonly releaseAtNs: bigint;
  /** The places of the share by their distance from the release, nanoseconds, in ascending order. */
  readonly offsetsNs: readonly number[];
  /** Warms the path that the release takes. */
  practise(): void;
  /** Gives the instant that all threads of the burst agree on; called once, shortly before the release, on a raised priority. */
  meet(): bigint;
  /** Lets go of the places from `from` up to and without `to`, which are due together. */
  letGo(from: number, to: number): void;
}

/**
 * Lets go of all places when they are due. Each call of `letGo` is synchronous and the thread's priority raised: a server on the
 * same host that the first byte wakes would otherwise take the core and work through its window before the second byte leaves.
 * Between two calls answers are read, however close the offsets: one that waits in the kernel would be stamped too late.
 */
export async function releaseLoop({ releaseAtNs, offsetsNs, practise, meet, letGo }: Release): Promise<void> {
  await sleepUntil(releaseAtNs - practiceNs - awakeNs);
  practise();
  // What was answered during the practice came before the release, and must be seen to have.
  await readUntil(releaseAtNs - awakeNs);
  const lowerPriority = raisePriority();
  const agreedNs = meet();
  let from = dueTogether(offsetsNs, 0, 0);
  if (from > 0) {
    spinUntil(agreedNs);
    letGo(0, from);
  }
  lowerPriority();
  while (from < offsetsNs.length) {
    const offsetNs = offsetsNs[from] ?? 0;
    const to = dueTogether(offsetsNs, from, offsetNs);
    const dueNs = agreedNs + BigInt(offsetNs);
    const slept = await sleepUntil(dueNs - awakeNs);
    // A stream too dense to sleep in between reads on its usual priority: it would else keep a service from a core that they share.
    let lowerAgain = slept ? raisePriority() : undefined;
    await readUntil(dueNs - blindNs);
    lowerAgain ??= raisePriority();
    spinUntil(dueNs);
    letGo(from, to);
    lowerAgain();
    from = to;
  }
}

/** The place behind the last one, from `from` on, that is due at this offset. */
function dueTogether(offsetsNs: readonly number[], from: number, offsetNs: number): number {
  let to = from;
  while (to < offsetsNs.length && offsetsNs[to] === offsetNs) to += 1;
  return to;
}

function spinUntil(dueNs: bigint): void {
  while (process.hrtime.bigint() < dueNs);
}

/** Stays awake and reads what has come: turns of the event loop, at least one. */
async function readUntil(atNs: bigint): Promise<void> {
  do await nextTurn();
  while (process.hrtime.bigint() < atNs);
}

/** False when it is too late to sleep. */
async function sleepUntil(atNs: bigint): Promise<boolean> {
  const leftMs = Number(atNs - process.hrtime.bigint()) / 1e6;
  if (leftMs > 0) await sleep(leftMs);
  return leftMs > 0;
}
