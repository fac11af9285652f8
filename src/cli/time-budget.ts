/** What is left of `--max-time`. */
export interface TimeBudget {
  readonly isSpent: () => boolean;
  /** As a reason for ending after so many rounds. */
  readonly reason: (fired: number, planned: number) => string;
}

/** `maxTimeMs` of undefined never ends. */
export function timeBudget(maxTimeMs: number | undefined, nowMs: () => number): TimeBudget {
  const endsAtMs = nowMs() + (maxTimeMs ?? Number.POSITIVE_INFINITY);
  const seconds = (maxTimeMs ?? 0) / 1000;
  return {
    isSpent: () => nowMs() >= endsAtMs,
    reason: (fired, planned) =>
      fired === 0
        ? `the time budget of ${seconds} s was spent before its first round`
        : `the time budget of ${seconds} s ended it after ${fired} of ${planned} rounds`,
  };
}
