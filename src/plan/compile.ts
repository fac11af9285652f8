import { defaultOutcomes, type OutcomeRule } from '../expr/classify.ts';
import { answerMatcher } from '../expr/match.ts';
import { originOf } from '../expr/request-template.ts';
import type { LoadedScenario } from '../scenario/loaded-scenario.ts';
import type { OutcomeSpec, Step } from '../scenario/schema.ts';
import { compileBurst } from './compile-burst.ts';
import { compileCaptures, compileRequest } from './compile-request.ts';
import type { Origin } from '../history/request.ts';
import type { Budget, Plan, StepPlan } from './plan.ts';

/** What the command line has to say about a plan. */
export interface PlanOptions {
  readonly seed: number;
  readonly rounds?: number;
  readonly maxRequests?: number;
}

const defaultRounds = 60;
const defaultMaxRequests = 50_000;

/** Works out what will be sent. Pure: the same scenario and seed give the same plan. */
export function compilePlan(loaded: LoadedScenario, options: PlanOptions): Plan {
  const { scenario, project } = loaded;
  const rounds = options.rounds ?? scenario.rounds ?? project.defaults.rounds ?? defaultRounds;
  const steps = (list: readonly Step[]) => list.map((step) => compileStep(loaded, step));
  const plan = {
    scenario: scenario.name,
    file: loaded.file,
    seed: options.seed,
    rounds,
    baseline: scenario.baseline,
    names: { ...loaded.variables, env: loaded.env },
    secrets: loaded.secrets,
    rows: loaded.rows,
    picks: Object.fromEntries(Object.entries(scenario.data).map(([name, { pick }]) => [name, pick])),
    target: loaded.target,
    setup: steps(scenario.setup),
    prepare: steps(scenario.prepare),
    observe: steps(scenario.observe),
    teardown: steps(scenario.teardown),
    burst: compileBurst(loaded),
    outcomes: scenario.outcomes === undefined ? defaultOutcomes : Object.entries(scenario.outcomes).map(compileOutcome),
    tracing: scenario.tracing ?? project.tracing ?? true,
    hosts: plannedHosts(loaded),
  };
  return { ...plan, budget: budgetOf(plan, options.maxRequests ?? project.guard.maxRequests ?? defaultMaxRequests) };
}

function compileStep(loaded: LoadedScenario, step: Step): StepPlan {
  const condition = step.if === undefined ? {} : { if: step.if };
  if (step.sleep !== undefined) return { kind: 'sleep', name: step.name ?? 'sleep', ...condition, sleepMs: step.sleep };
  if (step.set !== undefined)
    return {
      kind: 'set',
      name: step.name ?? `set ${Object.keys(step.set).join(', ')}`,
      ...condition,
      values: step.set,
    };
  return {
    kind: 'request',
    name: step.name ?? step.request ?? 'request',
    ...condition,
    request: compileRequest(loaded, step.request ?? '', step, step.instance),
    expect: answerMatcher(step.expect ?? { status: ['1xx', '2xx', '3xx'] }),
    captures: compileCaptures(step.capture),
    ...(step.retry !== undefined && { retry: { everyMs: step.retry.every, forMs: step.retry.for } }),
  };
}

function compileOutcome([name, spec]: [string, OutcomeSpec]): OutcomeRule {
  return {
    name,
    matcher: answerMatcher(spec),
    ...(spec.request !== undefined && { request: spec.request }),
    ...(spec.effect !== undefined && { effect: spec.effect }),
  };
}

/** Whole URLs in the steps are known only when they are filled in; the guard sees them then. */
function plannedHosts({ target, instances }: LoadedScenario): readonly Origin[] {
  const bases = [{ url: target }, ...Object.values(instances)];
  const hosts = bases.map(({ url, ...rest }) => {
    return { ...originOf(new URL(url)), ...('connectTo' in rest && { connectTo: rest.connectTo }) };
  });
  return [...new Map(hosts.map((host) => [JSON.stringify(host), host])).values()];
}

function budgetOf(
  plan: Pick<Plan, 'setup' | 'prepare' | 'observe' | 'teardown' | 'burst' | 'rounds' | 'baseline'>,
  max: number,
): Budget {
  const requests = (steps: readonly StepPlan[]) => steps.filter(({ kind }) => kind === 'request').length;
  const perRound = requests(plan.prepare) + 2 * requests(plan.observe) + plan.burst.members;
  const teardown = requests(plan.teardown);
  const total = requests(plan.setup) + (plan.rounds + (plan.baseline ? 1 : 0)) * perRound + teardown;
  return { perRound, total, teardown, max };
}
