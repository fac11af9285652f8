import { build, type Histogram } from 'hdr-histogram-js';
import type { RoundHistory } from '../history/history.ts';

/** The latencies of one kind of answer over the rounds of a scenario. */
export interface LatencyInterval {
  readonly scenario: string;
  readonly request: string;
  readonly outcome: string;
  /** Earliest release and last byte, milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** From release to last byte, nanoseconds, to three significant digits. */
  readonly histogram: Histogram;
}

/** A race round of a named scenario, in a run that began at `startedAtMs`. */
export interface LatencySource {
  readonly scenario: string;
  readonly startedAtMs: number;
  readonly round: RoundHistory;
}

/** One histogram for each scenario, request and outcome, of all members that were released and answered. */
export function latencyLog(rounds: Iterable<LatencySource>): readonly LatencyInterval[] {
  const intervals = new Map<string, { -readonly [Key in keyof LatencyInterval]: LatencyInterval[Key] }>();
  for (const { scenario, startedAtMs, round } of rounds) {
    if (round.kind !== 'race') continue;
    for (const { request, outcome, answer, releasedAtNs, doneAtNs } of round.operations) {
      if (answer === undefined || releasedAtNs === undefined || doneAtNs === undefined) continue;
      const from = startedAtMs + releasedAtNs / 1e6;
      const to = startedAtMs + doneAtNs / 1e6;
      const key = JSON.stringify([scenario, request, outcome]);
      const known = intervals.get(key) ?? {
        scenario,
        request,
        outcome,
        startedAtMs: from,
        endedAtMs: to,
        histogram: build({ numberOfSignificantValueDigits: 3 }),
      };
      known.startedAtMs = Math.min(known.startedAtMs, from);
      known.endedAtMs = Math.max(known.endedAtMs, to);
      // An early answer may be complete before the release; its latency is then none, not negative.
      known.histogram.recordValue(Math.max(0, Math.round(doneAtNs - releasedAtNs)));
      intervals.set(key, known);
    }
  }
  return [...intervals.values()];
}
