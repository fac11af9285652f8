import type { LatencyInterval } from '../analysis/latency-log.ts';
import type { RunReport } from '../analysis/run-report.ts';
import type { RoundHistory } from '../history/history.ts';

/** Renders a report in one format: as a whole, or piece by piece where it lists what a report has no room for. */
export type Reporter = (report: RunReport, recorded: Recorded) => string | Iterable<string>;

/** What was recorded beside the report; read again from the history whenever it is asked for. */
export interface Recorded {
  rounds(): Iterable<RecordedRound>;
  latencies(): readonly LatencyInterval[];
}

export interface RecordedRound {
  /** Place in the report's `scenarios`. */
  readonly scenario: number;
  readonly run: string;
  /** Start of that run, milliseconds since 1970: instants of its rounds count from there. */
  readonly startedAtMs: number;
  readonly round: RoundHistory;
}
