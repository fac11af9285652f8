import type { LatencyInterval } from '../analysis/latency-log.ts';
import type { RunReport } from '../analysis/run-report.ts';
import type { RoundHistory } from '../history/history.ts';
import type { Json } from '../support/json.ts';

/** Renders a report in one format: as a whole, or piece by piece where it lists what a report has no room for. */
export type Reporter = (report: RunReport, recorded: Recorded) => string | Iterable<string>;

/** What was recorded beside the report; read again from the history whenever it is asked for. */
export interface Recorded {
  rounds(): Iterable<RecordedRound>;
  latencies(): readonly LatencyInterval[];
  /** What the requests of a scenario (by its place in the report) were made from. */
  templates(scenario: number): RecordedTemplates;
}

/** The requests of a scenario as its file spells them; empty in histories of older versions. */
export interface RecordedTemplates {
  /** The steps of `prepare`, by their place. */
  readonly prepare: readonly RequestSpec[];
  /** The requests of the burst, by name. */
  readonly requests: Readonly<Record<string, RequestSpec>>;
  /** Environment variables that hold the secrets, by the secrets' names. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Environment variables for what `setup` captured, by the captures' names; missing in histories of older versions. */
  readonly fromSetup?: Readonly<Record<string, string>> | undefined;
}

/** A request as a scenario file spells it; texts may hold `{{ }}`. */
export interface RequestSpec {
  /** Method and path. */
  readonly request?: string | undefined;
  readonly headers?: Json | undefined;
  readonly query?: Json | undefined;
  readonly cookies?: Json | undefined;
  readonly json?: Json | undefined;
  readonly form?: Json | undefined;
  readonly body?: Json | undefined;
  readonly auth?: Json | undefined;
  readonly capture?: Json | undefined;
  /** Of a step that sends nothing. */
  readonly set?: Json | undefined;
}

export interface RecordedRound {
  /** Place in the report's `scenarios`. */
  readonly scenario: number;
  readonly run: string;
  /** Start of that run, milliseconds since 1970: instants of its rounds count from there. */
  readonly startedAtMs: number;
  readonly round: RoundHistory;
}
