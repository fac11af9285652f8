import type { CaptureRule } from '../expr/capture.ts';
import type { OutcomeRule } from '../expr/classify.ts';
import type { AnswerMatcher } from '../expr/match.ts';
import type { RequestTemplate } from '../expr/request-template.ts';
import type { ConnectionUse, MethodName } from '../history/delivery.ts';
import type { Origin } from '../history/request.ts';
import type { Json } from '../support/json.ts';

/** What will be sent: a pure function of scenario and seed. Plain data; `planRound` unfolds a round of it. */
export interface Plan {
  readonly scenario: string;
  readonly file: string;
  readonly seed: number;
  readonly rounds: number;
  readonly baseline: boolean;
  /** Variables with every override applied, and `env`: what every template of the scenario can see. */
  readonly names: Readonly<Record<string, Json>>;
  /** Values of `secrets.*`; kept apart so that every output can leave them out. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Rows of each data source, and which of them a member gets. */
  readonly rows: Readonly<Record<string, readonly Readonly<Record<string, Json>>[]>>;
  readonly picks: Readonly<Record<string, 'unique' | 'same' | 'random' | 'in-order'>>;
  readonly target: string;
  readonly setup: readonly StepPlan[];
  readonly prepare: readonly StepPlan[];
  readonly observe: readonly StepPlan[];
  readonly teardown: readonly StepPlan[];
  readonly burst: BurstPlan;
  readonly outcomes: readonly OutcomeRule[];
  /** Requests carry trace headers. */
  readonly tracing: boolean;
  /** Everything that may be dialled: the target first, then the instances. */
  readonly hosts: readonly Origin[];
  readonly budget: Budget;
}

export interface Budget {
  readonly perRound: number;
  /** All rounds, the baseline, setup and teardown; retries are not in it, but count while running. */
  readonly total: number;
  /** The part of it that is kept back for teardown. */
  readonly teardown: number;
  readonly max: number;
}

/** A step around the burst. */
export type StepPlan =
  | { readonly kind: 'sleep'; readonly name: string; readonly if?: string; readonly sleepMs: number }
  /** Texts of the values hold `{{ }}`. */
  | {
      readonly kind: 'set';
      readonly name: string;
      readonly if?: string;
      readonly values: Readonly<Record<string, Json>>;
    }
  | {
      readonly kind: 'request';
      readonly name: string;
      readonly if?: string;
      readonly request: RequestTemplate;
      readonly expect: AnswerMatcher;
      readonly captures: readonly CaptureRule[];
      readonly retry?: { readonly everyMs: number; readonly forMs: number };
    };

export interface BurstPlan {
  readonly windowNs: number;
  readonly settleMs: number;
  readonly sync: 'auto' | MethodName;
  readonly connections: ConnectionUse;
  readonly requests: readonly BurstRequestPlan[];
  readonly members: number;
}

/** Values that a member gets, by name; their texts hold `{{ }}`. */
export type MemberValues = Readonly<Record<string, Json>>;

/** One entry of `burst.requests`; `members` of a round refer to it by its place. */
export interface BurstRequestPlan {
  readonly name: string;
  /** One template for each instance that it is fanned out over; one without a name otherwise. */
  readonly variants: readonly { readonly instance?: string; readonly request: RequestTemplate }[];
  readonly values: MemberValues;
  readonly captures: readonly CaptureRule[];
  readonly count: number;
  /** Nanoseconds from the release; more than one for a polling stream. */
  readonly offsetsNs: readonly number[];
}

/** The members of one round, in the order of release. */
export interface RoundPlan {
  readonly round: number;
  readonly members: readonly Member[];
}

export interface Member {
  /** 0-based place in the burst. */
  readonly index: number;
  readonly request: string;
  readonly instance?: string;
  readonly offsetNs: number;
  readonly template: RequestTemplate;
  readonly values: MemberValues;
  readonly captures: readonly CaptureRule[];
  /** What this member alone can see: its data rows, `member`, `instance`. */
  readonly names: Readonly<Record<string, Json>>;
}
