/** How the main thread tells all firing threads of one release instant: shared memory, no message that could be late. */
export interface ReleaseSignal {
  readonly buffer: SharedArrayBuffer;
  /** Main thread: publishes the instant (nanoseconds of `process.hrtime`) at which this burst is released. */
  publish(burst: number, releaseAtNs: bigint): void;
  /** Firing thread: resolves with the instant once it is published. The event loop goes on meanwhile. */
  published(burst: number): Promise<bigint>;
}

/** Burst number in the first four bytes, the instant in the last eight. */
export function releaseSignal(buffer: SharedArrayBuffer = new SharedArrayBuffer(16)): ReleaseSignal {
  const burstNumber = new Int32Array(buffer, 0, 1);
  const instant = new BigInt64Array(buffer, 8, 1);
  return {
    buffer,
    publish(burst, releaseAtNs) {
      Atomics.store(instant, 0, releaseAtNs);
      Atomics.store(burstNumber, 0, burst);
      Atomics.notify(burstNumber, 0);
    },
    async published(burst) {
      for (;;) {
        const current = Atomics.load(burstNumber, 0);
        if (current === burst) return Atomics.load(instant, 0);
        await Atomics.waitAsync(burstNumber, 0, current).value;
      }
    },
  };
}
