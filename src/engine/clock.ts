import { setTimeout as timer } from 'node:timers/promises';

/** The engine's only source of time, so that tests can run it on a virtual one. */
export interface Clock {
  /** Whole nanoseconds since the start of the run. */
  nowNs(): number;
  /** Wall clock, milliseconds since 1970; for `now()` in templates, never for ordering. */
  wallMs(): number;
  /** Resolves early when the signal is aborted; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The machine's monotonic clock, counted from `originNs` of `process.hrtime`: the same in every thread of the process. */
export function systemClock(originNs: bigint): Clock {
  return {
    nowNs: monotonicSince(originNs),
    wallMs: Date.now,
    async sleep(ms, signal) {
      await timer(ms, undefined, { signal }).catch(() => undefined);
    },
  };
}

export function monotonicSince(originNs: bigint): () => number {
  return () => Number(process.hrtime.bigint() - originNs);
}
