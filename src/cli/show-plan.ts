import { renderRequest, renderValues, type RequestTemplate } from '../expr/request-template.ts';
import { createRedactor } from '../history/redact.ts';
import { redactedValues } from '../history/redact-values.ts';
import { type Member, type Plan, planRound, type StepPlan } from '../plan/index.ts';
import type { LoadedScenario } from '../scenario/index.ts';
import { RacehoundError } from '../support/diagnostic.ts';
import { stringifyJson } from '../support/lossless-json.ts';
import { randomFor } from '../support/random.ts';
import type { Console } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { PlanOptionValues } from './options.ts';
import { preparePlan } from './prepare-plan.ts';
import { nothingSelected, selectScenarios } from './select-scenarios.ts';

/** `racehound plan`: what a run with this seed would send; sends nothing. */
export function showPlan(
  path: string,
  options: PlanOptionValues & { readonly json: boolean; readonly round: number },
  console: Console,
): ExitCode {
  const [loaded, ...others] = selectScenarios([path], options, false);
  if (loaded === undefined) return nothingSelected(console);
  if (others.length > 0) throw severalScenarios(path, [loaded, ...others]);
  const prepared = preparePlan(loaded, options, options.seed ?? 0);
  const redactor = createRedactor();
  for (const secret of prepared.secrets) redactor.add(secret);
  const { secrets: _, names: __, ...plan } = prepared.plan;
  const round = planRound(prepared.plan, options.round);
  console.out.write(
    options.json
      ? `${stringifyJson(redactedValues({ plan, round }, redactor), 2)}\n`
      : redactor.text(planText(prepared.plan, round.members, options.round)),
  );
  return exitCodes.held;
}

function severalScenarios(path: string, loaded: readonly LoadedScenario[]): RacehoundError {
  return new RacehoundError('usage', [
    {
      code: 'RH504',
      title: `${path} holds ${loaded.length} scenarios; a plan is shown of one`,
      help: `name one of ${loaded.map(({ file }) => file).join(', ')}`,
    },
  ]);
}

function planText(plan: Plan, members: readonly Member[], round: number): string {
  const { budget, burst } = plan;
  const steps = (label: string, list: readonly StepPlan[]) =>
    list.map((step) => `  ${label.padEnd(9)} ${stepText(step)}`);
  return [
    plan.scenario,
    `  file      ${plan.file}`,
    `  seed      ${plan.seed}`,
    `  hosts     ${plan.hosts.map(({ hostname, port, connectTo }) => `${hostname}:${port}${connectTo === undefined ? '' : ` (dials ${connectTo})`}`).join(', ')}`,
    `  rounds    ${plan.rounds}${plan.baseline ? ' and a baseline' : ''}, ${burst.members} members each, window ${burst.windowNs / 1e6} ms, sync ${burst.sync}`,
    `  requests  ${budget.perRound} a round, ${budget.total} in all; the budget is ${budget.max}`,
    ...steps('setup', plan.setup),
    ...steps('prepare', plan.prepare),
    ...steps('observe', plan.observe),
    `  burst     round ${round}, in the order of release:`,
    ...members.map(
      (member) =>
        `    #${String(member.index).padEnd(4)} +${member.offsetNs / 1e6} ms  ${memberText(plan, member, round)}`,
    ),
    ...steps('teardown', plan.teardown),
    '',
  ].join('\n');
}

function stepText(step: StepPlan): string {
  return step.kind === 'sleep'
    ? `sleep ${step.sleepMs} ms`
    : `${lineOf(step.request)}${step.name === lineOf(step.request) ? '' : `  (${step.name})`}`;
}

function lineOf({ method, path }: RequestTemplate): string {
  return `${method} ${path.source}`;
}

/** The request as it will be sent, where nothing in it waits for a capture. */
function memberText(plan: Plan, member: Member, round: number): string {
  const where = member.instance === undefined ? '' : `  on ${member.instance}`;
  const scope = {
    names: { ...plan.names, secrets: plan.secrets, round, ...member.names },
    random: (occurrence: string) => randomFor(plan.seed, round, `member.${member.index}`, occurrence),
    nowMs: () => 0,
  };
  try {
    const { method, path, body } = renderRequest(member.template, renderValues(member.values, scope).scope);
    return `${member.request}  ${method} ${path}${where}${body === undefined ? '' : `  ${Buffer.from(body).toString('utf8').slice(0, 200)}`}`;
  } catch {
    return `${member.request}  ${lineOf(member.template)}${where}`;
  }
}
