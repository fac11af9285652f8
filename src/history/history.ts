import type { Json } from '../support/json.ts';
import type { Delivery } from './delivery.ts';
import type { Operation } from './operation.ts';
import type { SentRequest } from './sent-request.ts';

/** Values read from the service outside the burst, by capture name. */
export type Observations = Readonly<Record<string, Json>>;

/** How the burst of one round came out, measured by the tool on its own clock. */
export interface BurstTiming {
  /** Latest minus earliest release against plan; members with an offset are measured from their own instant. Nanoseconds. */
  readonly spreadNs: number;
  /** Members whose first answer byte came before their release: the server did not wait for the held byte. */
  readonly earlyAnswers: number;
  /**
   * Greatest number of members in flight at one instant: released, and their answers not yet read. A thread reads no answer while it
   * releases, so members that it lets go of at one offset always count as together, whatever the server did meanwhile; how tightly
   * those came is told by the spread. It tells something of members that offsets keep apart, and of several threads.
   */
  readonly maxInFlight: number;
  /** How far apart the firing threads began to release; missing when only one fired. Nanoseconds. */
  readonly threadSkewNs?: number;
}

/** Why a round can't be judged at all: what was asked, and what came. */
export interface RoundTrouble {
  readonly phase: 'setup' | 'prepare' | 'observe-before' | 'burst' | 'observe-after' | 'teardown';
  /** Name of the step, where there is one. */
  readonly step?: string;
  readonly message: string;
  /** The target gave no answer at all (refused, reset, timed out), as against a wrong answer. */
  readonly unreachable: boolean;
  /** Nothing is wrong but that the time of the run was spent. */
  readonly outOfTime?: true;
}

/** A step that gave values names. */
export interface SetRecord {
  /** 0-based, in its list of steps. */
  readonly place: number;
  readonly name: string;
  readonly captured: Observations;
}

/** A step that went well: what was sent, what came, what was kept of it. */
export interface StepRecord extends SetRecord {
  readonly sent: SentRequest;
  readonly status: number;
}

/** Everything that happened in one round; with the observations the only thing that a checker may see. */
export interface RoundHistory {
  /** 1-based; the serial baseline is round 0. */
  readonly round: number;
  readonly kind: 'baseline' | 'race';
  readonly startedAtNs: number;
  /** The steps of `prepare` that sent a request, each with its last try; missing in histories of older versions. */
  readonly prepared?: readonly StepRecord[];
  /** The steps of `prepare` that set values; missing where there are none. */
  readonly set?: readonly SetRecord[];
  readonly operations: readonly Operation[];
  readonly initial: Observations;
  readonly final: Observations;
  /** The final observations did not come to rest though answers were unknown: effects may still be on their way. */
  readonly unsettled: boolean;
  readonly timing: BurstTiming;
  /** How the burst was put on the wire; missing for the baseline. */
  readonly delivery?: Delivery;
  readonly trouble?: RoundTrouble;
}
