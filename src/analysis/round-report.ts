import type { Observations } from '../history/history.ts';
import type { Operation } from '../history/operation.ts';
import type { Validity } from './validity.ts';
import type { Verdict } from './verdict.ts';

/** What one race round came to. */
export interface RoundRow {
  readonly round: number;
  /** Of all invariants; a round that is not valid can't say `held`. */
  readonly verdict: Verdict;
  readonly validity: Validity['kind'];
  /** Why it proves less than it could, where it does. */
  readonly because?: string;
  /** Names of the invariants that it broke. */
  readonly broken: readonly string[];
  readonly spreadUs: number;
  readonly outcomes: Readonly<Record<string, number>>;
  /** How it was put on the wire: the `summary` of one of `wire.deliveries`. */
  readonly delivery?: string;
}

/** A round that was kept whole, to be looked at. */
export interface KeptRound {
  /** 0 is the baseline. */
  readonly round: number;
  readonly kind: 'baseline' | 'race';
  readonly verdict: Verdict;
  readonly validity: Validity['kind'];
  readonly because?: string;
  readonly spreadUs: number;
  readonly maxInFlight: number;
  /** Earliest release of a member, nanoseconds since the start of the run. */
  readonly releasedAtNs?: number;
  readonly delivery?: string;
  readonly broken: readonly Breach[];
  readonly initial: Observations;
  readonly final: Observations;
  /** The witnesses first, then the others in order of release; at most 200. */
  readonly operations: readonly Operation[];
  /** Members whose requests and answers still have headers and body (cut to 4,096 characters). */
  readonly whole: readonly number[];
  readonly operationsLeftOut: number;
}

/** What shows that a round broke an invariant. */
export interface Breach {
  readonly invariant: string;
  readonly expected: string;
  readonly measured: string;
  /** Why unknown outcomes can't explain it. */
  readonly because: string;
  /** What the checker had to add, line by line. */
  readonly details?: readonly string[];
  /** The smallest set of members that already breaks it; empty when only the observations do. */
  readonly witness: readonly number[];
  readonly collision?: Collision;
}

/** How the requests of a witness met; microseconds. */
export interface Collision {
  /** Latest minus earliest release among them. */
  readonly releasedApartUs: number;
  /** How long all of them were in flight at one instant, 0 for never; missing when the end of one is unknown. */
  readonly togetherUs?: number;
}

/** The first round that broke an invariant, with what a person needs to understand it. */
export interface Violation extends Breach {
  readonly round: number;
  /** Did the round meet the timing rules? A violation counts even when it did not. */
  readonly valid: boolean;
  readonly spreadUs: number;
  /** The witness first, then the others in order of release; at most 20. */
  readonly operations: readonly Operation[];
}
