import { plural } from '../support/plural.ts';

/** What is left of `--max-time`. */
export interface TimeBudget {
  readonly isSpent: () => boolean;
  /** That it is, in words. */
  readonly spent: string;
  /** As a reason for ending after so many rounds. */
  readonly reason: (fired: number, planned: number) => string;
}

/** `maxTimeMs` of undefined never ends. */
export function timeBudget(maxTimeMs: number | undefined, nowMs: () => number): TimeBudget {
  const endsAtMs = nowMs() + (maxTimeMs ?? Number.POSITIVE_INFINITY);
  const budget = `the time budget of ${(maxTimeMs ?? 0) / 1000} s`;
  const spent = `${budget} was spent`;
  return {
    isSpent: () => nowMs() >= endsAtMs,
    spent,
    reason: (fired, planned) =>
      fired === 0
        ? `${spent} before its first round`
        : `${budget} ended it after ${fired} of ${plural(planned, 'round')}`,
  };
}
