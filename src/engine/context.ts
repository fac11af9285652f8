import type { Scope } from '../expr/scope.ts';
import type { Exchange } from '../history/operation.ts';
import type { HttpRequest } from '../history/request.ts';
import type { Plan, RoundPlan } from '../plan/plan.ts';
import type { Json } from '../support/json.ts';
import { randomFor } from '../support/random.ts';
import type { Burster } from './burster.ts';
import type { Clock } from './clock.ts';
import type { Guard } from './guard.ts';
import type { Portfolio } from './portfolio.ts';
import type { Tracing } from './tracing.ts';

/** Sends one whole request; never rejects. */
export type Send = (request: HttpRequest, signal: AbortSignal) => Promise<Exchange>;

/** Everything that the engine needs from outside to carry out a plan. */
export interface EngineContext {
  readonly plan: Plan;
  readonly planRound: (round: number) => RoundPlan;
  /** Name of the run; no other run has it, not even one with the same seed. */
  readonly run: string;
  /** The round of the plan that a round carries out again, in a replay; missing when each carries out its own. */
  readonly replayed?: number;
  readonly burster: Burster;
  readonly portfolio: Portfolio;
  readonly send: Send;
  readonly clock: Clock;
  readonly guard: Guard;
  /** Missing when the scenario switched it off. */
  readonly tracing?: Tracing;
  readonly signal: AbortSignal;
  /** Why there is no time left for the baseline to go on; undefined while there is. */
  readonly outOfTime: () => string | undefined;
  /** Told of every captured value that is marked `secret: true`, before anything is recorded. */
  readonly onSecret: (value: string) => void;
}

/** Values by name, as captured so far. */
export type Values = Readonly<Record<string, Json>>;

/**
 * What a template at one place can see. `who` names the place (a step, a member) in the key of its randomness, so that every
 * value is a function of the seed and of the place alone, whatever was evaluated before it.
 */
export function scopeFor(context: EngineContext, round: number, who: string, values: Values): Scope {
  const { plan, clock, replayed } = context;
  // Setup and teardown are round 0 in a replay as well.
  const planned = round === 0 ? 0 : (replayed ?? round);
  return {
    names: { ...plan.names, secrets: plan.secrets, round: planned, ...values },
    random: (occurrence) => randomFor(plan.seed, planned, who, occurrence),
    nowMs: clock.wallMs,
  };
}

/**
 * The scope of values that a service is to see for the first time. They are drawn by the run and not by its seed alone: a run with
 * the same seed (a replay, or the hunt for what was mended) would find them used up, and blame the service for that.
 */
export function freshScopeFor(context: EngineContext, round: number, who: string, values: Values): Scope {
  const { plan, run } = context;
  return {
    ...scopeFor(context, round, who, values),
    random: (occurrence) => randomFor(plan.seed, run, plan.scenario, round, who, occurrence),
  };
}
