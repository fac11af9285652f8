/**
 * How the firing threads of a burst agree on one release instant: shared memory, no message that could be late. The main thread
 * publishes the instant that it has in mind; the threads meet shortly before it, and the last to come moves it when it is late.
 */
export interface ReleaseSignal {
  readonly buffer: SharedArrayBuffer;
  /** Main thread: publishes the instant (nanoseconds of `process.hrtime`) at which `threads` threads release this burst. */
  publish(burst: number, releaseAtNs: bigint, threads: number): void;
  /** Firing thread: resolves with the instant once it is published. The event loop goes on meanwhile. */
  published(burst: number): Promise<bigint>;
  /**
   * Firing thread: spins until every thread of the burst has come, so is on a core, and gives the instant that they agree on. A
   * thread that the system wakes late would else release its share long after the others. Waits no longer than
   * `patienceNs` after the published instant.
   */
  meet(): bigint;
}

/** Long enough for every spinning thread to see what was agreed. */
const marginNs = 50_000n;
const patienceNs = 20_000_000n;

/** Four counters of four bytes each: burst, threads, threads that have come, burst that is agreed on. Then the instant. */
export function releaseSignal(buffer: SharedArrayBuffer = new SharedArrayBuffer(24)): ReleaseSignal {
  const [burstNumber, threadCount, come, agreed] = [0, 1, 2, 3] as const;
  const counters = new Int32Array(buffer, 0, 4);
  const instant = new BigInt64Array(buffer, 16, 1);
  return {
    buffer,
    publish(burst, releaseAtNs, threads) {
      Atomics.store(instant, 0, releaseAtNs);
      Atomics.store(counters, threadCount, threads);
      Atomics.store(counters, come, 0);
      Atomics.store(counters, burstNumber, burst);
      Atomics.notify(counters, burstNumber);
    },
    async published(burst) {
      for (;;) {
        const current = Atomics.load(counters, burstNumber);
        if (current === burst) return Atomics.load(instant, 0);
        await Atomics.waitAsync(counters, burstNumber, current).value;
      }
    },
    meet() {
      const burst = Atomics.load(counters, burstNumber);
      const plannedNs = Atomics.load(instant, 0);
      const threads = Atomics.load(counters, threadCount);
      if (Atomics.add(counters, come, 1) + 1 === threads) {
        const soonestNs = process.hrtime.bigint() + (threads > 1 ? marginNs : 0n);
        if (soonestNs > plannedNs) Atomics.store(instant, 0, soonestNs);
        Atomics.store(counters, agreed, burst);
      }
      while (Atomics.load(counters, agreed) !== burst && process.hrtime.bigint() < plannedNs + patienceNs);
      return Atomics.load(instant, 0);
    },
  };
}
