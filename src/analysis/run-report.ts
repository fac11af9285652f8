import type { Delivery } from '../history/delivery.ts';
import type { Failure } from '../history/operation.ts';
import type { ScenarioCommit } from '../history/scenario-commit.ts';
import type { KeptRound, RoundRow, Violation } from './round-report.ts';
import type { Verdict } from './verdict.ts';

/** The whole result of `run` or `check`, as every reporter gets it and as `--reporter json` writes it. Durations carry their unit. */
export interface RunReport {
  readonly schemaVersion: 1;
  readonly racehound: string;
  readonly run: string;
  /** ISO 8601, wall clock of the machine that ran the tool. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly verdict: Verdict;
  readonly seed: number;
  /** The run was cut short by a signal. */
  readonly interrupted: boolean;
  /** Folder of the recorded histories, relative to the working directory where it can be. */
  readonly results: string;
  /** The runs that it was merged from; missing in the report of one. `seed` is then that of the first. */
  readonly runs?: readonly MergedRun[];
  readonly scenarios: readonly ScenarioReport[];
}

/** One of several runs in one report. */
export type MergedRun = Pick<RunReport, 'run' | 'startedAt' | 'durationMs' | 'seed' | 'interrupted' | 'results'>;

export interface ScenarioReport {
  readonly name: string;
  /** As the user named it. */
  readonly file: string;
  /** The same file as a path below the root of its repository, with slashes; missing outside of one. */
  readonly repositoryFile?: string;
  readonly target: string;
  readonly seed: number;
  /** Name of its run, in a report of several runs. */
  readonly run?: string;
  readonly verdict: Verdict;
  /** One sentence that a person can act on: what the verdict rests on. */
  readonly because: string;
  /** Set when the scenario could not be tested at all (target unreachable, prepare failed, guard refused). */
  readonly untestable?: string;
  /** Why it ended before its last round without trouble: the budget of time was spent. */
  readonly cutShort?: string;
  /** A signal ended it before its last round. */
  readonly interrupted?: true;
  readonly rounds: RoundCounts;
  readonly invariants: readonly InvariantReport[];
  readonly baseline?: BaselineReport;
  /** Distinct distributions of outcomes over the rounds, most frequent first. */
  readonly outcomes: readonly OutcomePattern[];
  /** Why members had no full answer, over all rounds and the baseline: the three commonest reasons, most frequent first. */
  readonly failures: readonly FailureReport[];
  readonly spread: SpreadReport;
  readonly latency: LatencyReport;
  readonly doubts: readonly Doubt[];
  readonly members: number;
  /** Requests sent, the steps around the burst included. */
  readonly requests: number;
  readonly durationMs: number;
  readonly wire: WireReport;
  /** Where the trace of an operation can be looked at, with `{traceId}` in place of its id. */
  readonly traceUrl?: string;
  /** The command that hunts the same plan again. */
  readonly command: string;
  /** The command that fires the first round that broke an invariant again; the same as `command` where no burst did. */
  readonly replay: string;
  /** All rounds are this one of a recorded run, fired again. */
  readonly replayOf?: { readonly run: string; readonly round: number };
  /** Where the scenario file stands in version control; missing outside of it. */
  readonly commit?: ScenarioCommit;
  /** One line for each race round, in their order; of a very long run the first 2,000. */
  readonly rows: readonly RoundRow[];
  /** A few rounds whole, to look at and to compare, in their order. */
  readonly kept: readonly KeptRound[];
}

/** How the bursts were put on the wire. */
export interface WireReport {
  /** What was chosen, moved or left out, and why; one sentence each. */
  readonly choice: readonly string[];
  readonly deliveries: readonly DeliveryReport[];
}

/** What came of the rounds that were fired in one way. */
export interface DeliveryReport extends Delivery {
  /** All of the above as one line. */
  readonly summary: string;
  readonly fired: number;
  readonly valid: number;
  readonly violated: number;
  /** Median of the release spread, microseconds. */
  readonly spreadP50Us: number;
  /** Widest distance between the first releases of the firing threads, microseconds; missing for one thread. */
  readonly threadSkewMaxUs?: number;
}

/** A place in a text file; line and column count from 1, columns in UTF-16 code units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface RoundCounts {
  readonly planned: number;
  readonly fired: number;
  /** Fired, judged, and tight enough to count for `held`. */
  readonly valid: number;
  /** Rounds in which at least one invariant was violated. */
  readonly violated: number;
  /** Fired and judged, but the burst did not collide well enough to prove anything. */
  readonly invalid: number;
  /** Not judged: prepare or observe failed, or members never left. */
  readonly unjudged: number;
  /** For `violated === 0`: exact one-sided 95 % upper bound of the violation rate per valid round, 0 to 1. */
  readonly rateBelow?: number;
  /** For `violated > 0`: two-sided 95 % Clopper-Pearson interval of the violation rate per judged round. */
  readonly rateBetween?: readonly [number, number];
}

export interface InvariantReport {
  readonly name: string;
  readonly kind: string;
  /** Where it stands in the scenario's file; missing in histories of older versions. */
  readonly place?: Place;
  readonly verdict: Verdict;
  /** `race`: only when members collide. `serial`: broken even one at a time, so no race. */
  readonly cause?: 'race' | 'serial';
  readonly held: number;
  readonly violated: number;
  readonly inconclusive: number;
  /** The user's own sentence for a violation (`message:`). */
  readonly message?: string;
  /** Why it is inconclusive, where it is; why it is violated, where no single round shows it. */
  readonly because?: string;
  /** What the checker had to add about the last round that it did not find violated, line by line. */
  readonly details?: readonly string[];
  /** How soon writes became visible, over all judged rounds; only of a kind that measures it. */
  readonly visibility?: VisibilityReport;
  readonly first?: Violation;
}

/**
 * Staleness as PBS reports it (Bailis et al., "Probabilistically Bounded Staleness", VLDB 2012): the probability of a fresh read by
 * the time since the acknowledgement, and when writes became visible. Milliseconds after the acknowledgement.
 */
export interface VisibilityReport {
  /** Pairs of an acknowledged write and an instance that was read, and those of them that no read ever showed. */
  readonly pairs: number;
  readonly unseen: number;
  /** When it was not visible yet: the last stale read began; 0 where none was stale. */
  readonly notYet: QuantilesMs;
  /** When it was visible: the first fresh read that was not over by then ended; 0 where it did before. Missing: not by the last read. */
  readonly visible: Partial<QuantilesMs>;
  /** Of the reads that began in each span, the share that showed the write or something newer. */
  readonly freshness: readonly {
    readonly fromMs: number;
    readonly reads: number;
    readonly fresh: number;
  }[];
}

export interface QuantilesMs {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

export interface BaselineReport {
  readonly verdict: Verdict;
  readonly outcomes: Readonly<Record<string, number>>;
  /** Members that surely took effect. */
  readonly succeeded: number;
  readonly because?: string;
}

export interface OutcomePattern {
  readonly counts: Readonly<Record<string, number>>;
  readonly rounds: number;
  readonly violated: boolean;
}

/** One reason, and how many members it met. */
export interface FailureReport extends Failure {
  readonly operations: number;
}

/** Of the release spread over all fired rounds, microseconds. */
export interface SpreadReport {
  readonly p50Us: number;
  readonly p95Us: number;
  readonly maxUs: number;
  readonly windowUs: number;
  /** Fewest and most members in flight together, over the rounds; see `BurstTiming` for what that can't tell. */
  readonly inFlight: readonly [number, number];
}

/** From release to last byte, over all answered members, milliseconds. */
export interface LatencyReport {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** A measured reason to trust a result less, with what to do about it. */
export interface Doubt {
  readonly kind:
    | 'stopped-answering'
    | 'wide-spread'
    | 'cut-short'
    | 'early-answers'
    | 'no-overlap'
    | 'rate-limited'
    | 'unknown-outcomes'
    | 'unsettled'
    | 'unsent'
    | 'priority-refused'
    | 'few-rounds'
    | 'serial-service';
  readonly fact: string;
  readonly hint: string;
}
