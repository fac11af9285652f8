import type { Scope } from '../expr/scope.ts';
import { RenderError } from '../expr/template.ts';
import type { Plan, StepPlan } from '../plan/index.ts';
import type { Json } from '../support/json.ts';
import { stringifyJson } from '../support/lossless-json.ts';
import { type Random, randomFor } from '../support/random.ts';
import { knownValues, requestPreview } from './request-preview.ts';

type Phase = 'setup' | 'prepare' | 'observe' | 'teardown';

/** The steps around a burst, a line each, and the values that they set for it. */
export interface StepsPreview extends Readonly<Record<Phase, readonly string[]>> {
  readonly values: Readonly<Record<string, Json>>;
}

/** What the steps of a round would send and set, as far as it is known before anything is sent. */
export function previewSteps(plan: Plan, round: number): StepsPreview {
  const setup = previewPhase(plan, 'setup', 0, {});
  const prepare = previewPhase(plan, 'prepare', round, setup.values);
  const observe = previewPhase(plan, 'observe', round, prepare.values);
  const teardown = previewPhase(plan, 'teardown', 0, setup.values);
  return {
    setup: setup.lines,
    prepare: prepare.lines,
    observe: observe.lines,
    teardown: teardown.lines,
    values: prepare.values,
  };
}

function previewPhase(plan: Plan, phase: Phase, round: number, before: Readonly<Record<string, Json>>) {
  let values = before;
  const lines = plan[phase].map((step, place) => {
    const scope = scopeOf(plan, round, `${phase}.${place}`, values);
    const set = step.kind === 'set' ? knownValues(step.values, { ...scope, random: undrawn }) : {};
    // Nobody knows yet what a condition over answers will say.
    if (step.if === undefined) values = { ...values, ...set };
    return `  ${phase.padEnd(9)} ${stepText(step, scope, set)}`;
  });
  return { lines, values };
}

/** What a step sets is drawn by the run, which has not begun. */
function undrawn(): Random {
  const notYet = () => {
    throw new RenderError('set', 'nothing is drawn yet');
  };
  return { int: notYet, uuid: notYet };
}

/** What a template at one place can see before anything is sent; `who` as the engine names it. */
export function scopeOf(
  plan: Plan,
  round: number,
  who: string,
  own: Readonly<Record<string, Json>>,
): Omit<Scope, 'nowMs'> {
  return {
    names: { ...plan.names, secrets: plan.secrets, round, ...own },
    random: (occurrence) => randomFor(plan.seed, round, who, occurrence),
  };
}

function stepText(step: StepPlan, scope: Omit<Scope, 'nowMs'>, set: Readonly<Record<string, Json>>): string {
  switch (step.kind) {
    case 'sleep':
      return `sleep ${step.sleepMs} ms`;
    case 'set':
      return `set ${Object.entries(step.values)
        .map(([name, value]) => `${name} = ${stringifyJson(set[name] ?? value)}`)
        .join(', ')}`;
    case 'request': {
      const { method, path } = step.request;
      const { line } = requestPreview(step.request, scope);
      return `${line}${step.name === `${method} ${path.source}` ? '' : `  (${step.name})`}`;
    }
  }
}
