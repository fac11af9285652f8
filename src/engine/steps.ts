import { capture, secretsIn } from '../expr/capture.ts';
import { closestPath } from '../expr/closest-path.ts';
import { evaluate } from '../expr/expression.ts';
import { mismatch } from '../expr/match.ts';
import { renderRequest, renderValues } from '../expr/request-template.ts';
import type { Scope } from '../expr/scope.ts';
import type { RoundTrouble, SetRecord, StepRecord } from '../history/history.ts';
import { hiddenFields } from '../history/credentials.ts';
import { namedSecrets } from '../history/secret-values.ts';
import type { Exchange } from '../history/operation.ts';
import type { HttpRequest } from '../history/request.ts';
import { sentRequest } from '../history/sent-request.ts';
import type { StepPlan } from '../plan/plan.ts';
import { type EngineContext, freshScopeFor, scopeFor, type Values } from './context.ts';
import { marked } from './tracing.ts';

/** What steps captured and set, with a record of each that did what it should, and the first trouble that there was. */
export type StepsResult = {
  readonly steps: readonly StepRecord[];
  readonly set: readonly SetRecord[];
  readonly captured: Values;
} & ({ readonly kind: 'done' } | { readonly kind: 'failed'; readonly trouble: RoundTrouble });

type StepResult =
  | { readonly captured: Values; readonly step?: Omit<StepRecord, 'place'>; readonly set?: Omit<SetRecord, 'place'> }
  | (Pick<RoundTrouble, 'message' | 'unreachable'> & { readonly captured?: Values });

/**
 * Runs the steps of one phase in order; each sees what the ones before it captured. A step that fails ends the phase, but for
 * teardown: what the others can remove, they remove.
 */
export async function runSteps(
  context: EngineContext,
  phase: RoundTrouble['phase'],
  steps: readonly StepPlan[],
  round: number,
  values: Values,
): Promise<StepsResult> {
  let captured: Values = {};
  let trouble: RoundTrouble | undefined;
  const records: StepRecord[] = [];
  const set: SetRecord[] = [];
  for (const [place, step] of steps.entries()) {
    const result = await runStep(context, step, round, `${phase}.${place}`, { ...values, ...captured });
    captured = { ...captured, ...result.captured };
    if ('message' in result) {
      const { message, unreachable } = result;
      trouble ??= { phase, step: step.name, message, unreachable };
      if (phase === 'teardown') continue;
      break;
    }
    if (result.step !== undefined) records.push({ place, ...result.step });
    if (result.set !== undefined) set.push({ place, ...result.set });
  }
  const done = { steps: records, set, captured };
  return trouble === undefined ? { kind: 'done', ...done } : { kind: 'failed', ...done, trouble };
}

async function runStep(
  context: EngineContext,
  step: StepPlan,
  round: number,
  who: string,
  values: Values,
): Promise<StepResult> {
  const { clock, signal, onSecret } = context;
  const scope = scopeFor(context, round, who, values);
  if (step.if !== undefined) {
    const condition = evaluate(step.if, scope.names, scope);
    if (condition.kind === 'error') return { message: `if: ${condition.message}`, unreachable: false };
    if (condition.value !== true) return { captured: {} };
  }
  if (step.kind === 'sleep') {
    await clock.sleep(step.sleepMs, signal);
    return { captured: {} };
  }
  if (step.kind === 'set') return setValues(step, freshScopeFor(context, round, who, values), onSecret);
  let request: HttpRequest;
  try {
    request = marked(renderRequest(step.request, scope), context.tracing?.step(round, who));
  } catch (error) {
    return { message: (error as Error).message, unreachable: false };
  }
  const giveUpAtNs = clock.nowNs() + (step.retry?.forMs ?? 0) * 1e6;
  for (;;) {
    const result = await tryStep(context, step, request, scope);
    if (!('message' in result) || step.retry === undefined || signal.aborted || clock.nowNs() >= giveUpAtNs)
      return result;
    await clock.sleep(step.retry.everyMs, signal);
  }
}

function setValues(
  { name, values }: StepPlan & { readonly kind: 'set' },
  scope: Scope,
  onSecret: EngineContext['onSecret'],
): StepResult {
  try {
    const { values: captured } = renderValues(values, scope);
    for (const secret of namedSecrets(captured)) onSecret(secret);
    return { captured, set: { name, captured } };
  } catch (error) {
    return { message: (error as Error).message, unreachable: false };
  }
}

async function tryStep(
  { guard, send, signal, onSecret }: EngineContext,
  step: StepPlan & { readonly kind: 'request' },
  request: HttpRequest,
  scope: Scope,
): Promise<StepResult> {
  const where = `${request.method} ${request.path}`;
  const refusal = guard.refusal(request);
  if (refusal !== undefined) return { message: refusal, unreachable: false };
  const { answer, failure } = await send(request, signal);
  if (answer === undefined || failure !== undefined) {
    return { message: `${where}: ${describeFailure(failure)}`, unreachable: answer === undefined };
  }
  const wrong = mismatch(step.expect, answer, scope);
  if (wrong !== undefined) return { message: `${where}: ${wrong}${excerpt(answer.body)}`, unreachable: false };
  const { captures, missing } = capture(step.captures, answer);
  const required = step.captures.filter(({ name, optional }) => !optional && name in missing);
  for (const secret of secretsIn(step.captures, captures)) onSecret(secret);
  const [absent] = required;
  if (absent !== undefined) {
    const { name, from } = absent;
    const meant = from.kind === 'jsonpath' ? closestPath(from.path, answer) : undefined;
    const remedy = `${meant === undefined ? '' : `did you mean ${meant}? `}where it may be missing, add optional: true`;
    const message = `${where}: capture ${name}: ${missing[name]}; ${remedy}${excerpt(answer.body)}`;
    return { message, unreachable: false, captured: captures };
  }
  return {
    captured: captures,
    step: { name: step.name, sent: sentRequest(request), status: answer.status, captured: captures },
  };
}

function describeFailure(failure: Exchange['failure']): string {
  return failure === undefined ? 'no answer' : `${failure.message} (${failure.code})`;
}

/** The beginning of an answer's body, for the message of a step that failed. */
function excerpt(body: string): string {
  const line = hiddenFields(body).trim().replace(/\s+/g, ' ');
  if (line === '') return '';
  return `; the answer said: ${line.length > 120 ? `${line.slice(0, 120)}…` : line}`;
}
