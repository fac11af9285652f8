import type { RoundHistory } from '../history/history.ts';
import { createDistribution } from './distribution.ts';
import type { LatencyReport, SpreadReport } from './run-report.ts';
import type { Flaw, Validity } from './validity.ts';

/** What was measured over all race rounds: counters and histograms, so that a long run needs no more memory than a short one. */
export interface Measurements {
  add(history: RoundHistory, validity: Validity): void;
  readonly counts: Readonly<Counts>;
  spread(windowNs: number): SpreadReport;
  latency(): LatencyReport;
}

/** Rounds and operations that gave a reason for doubt. */
export interface Counts {
  /** Rounds with any operation. */
  fired: number;
  valid: number;
  invalid: number;
  unjudged: number;
  flawed: Record<Flaw, number>;
  unsettled: number;
  /** Rounds in which members never left. */
  unsent: number;
  operations: number;
  ok: number;
  unknown: number;
  limited: number;
}

export function createMeasurements(): Measurements {
  const counts: Counts = {
    fired: 0,
    valid: 0,
    invalid: 0,
    unjudged: 0,
    flawed: { 'wide-spread': 0, 'early-answers': 0, 'no-overlap': 0, 'rate-limited': 0, 'maybe-in-turn': 0 },
    unsettled: 0,
    unsent: 0,
    operations: 0,
    ok: 0,
    unknown: 0,
    limited: 0,
  };
  const spreadNs = createDistribution();
  const latencyNs = createDistribution();
  let fewest = Infinity;
  let most = 0;

  return {
    counts,
    add({ operations, timing, unsettled }, validity) {
      counts[validity.kind] += 1;
      if (validity.kind === 'invalid') for (const flaw of validity.flaws) counts.flawed[flaw] += 1;
      if (unsettled) counts.unsettled += 1;
      // An interruption keeps members back that would have left, and ends the wait of others.
      const interrupted = operations.some(({ failure }) => failure?.kind === 'aborted');
      if (!interrupted && operations.some(({ outcome }) => outcome === 'unsent')) counts.unsent += 1;
      if (operations.length === 0) return;

      counts.fired += 1;
      if (!interrupted) {
        spreadNs.record(Math.max(0, Math.round(timing.spreadNs)));
        fewest = Math.min(fewest, timing.maxInFlight);
        most = Math.max(most, timing.maxInFlight);
      }
      for (const { effect, limited, answer, failure, releasedAtNs, doneAtNs } of operations) {
        if (failure?.kind === 'aborted') continue;
        counts.operations += 1;
        if (effect === 'ok') counts.ok += 1;
        if (effect === 'info') counts.unknown += 1;
        if (limited) counts.limited += 1;
        if (answer === undefined || releasedAtNs === undefined || doneAtNs === undefined) continue;
        // An early answer may be complete before the release; its latency is then none, not negative.
        latencyNs.record(Math.max(0, Math.round(doneAtNs - releasedAtNs)));
      }
    },
    spread: (windowNs) => ({
      p50Us: spreadNs.quantile(50) / 1000,
      p95Us: spreadNs.quantile(95) / 1000,
      maxUs: spreadNs.max / 1000,
      windowUs: windowNs / 1000,
      inFlight: [Math.min(fewest, most), most],
    }),
    latency: () => ({
      p50Ms: latencyNs.quantile(50) / 1e6,
      p95Ms: latencyNs.quantile(95) / 1e6,
      p99Ms: latencyNs.quantile(99) / 1e6,
      maxMs: latencyNs.max / 1e6,
    }),
  };
}
