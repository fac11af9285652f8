import { createRedactor } from '../history/redact.ts';
import { redactedValues } from '../history/redact-values.ts';
import { namedSecrets } from '../history/secret-values.ts';
import { type Member, type Plan, planRound } from '../plan/index.ts';
import type { LoadedScenario } from '../scenario/index.ts';
import { RacehoundError } from '../support/diagnostic.ts';
import type { Json } from '../support/json.ts';
import { stringifyJson } from '../support/lossless-json.ts';
import type { Console } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { PlanOptionValues } from './options.ts';
import { preparePlan } from './prepare-plan.ts';
import { knownValues, requestPreview } from './request-preview.ts';
import { previewSteps, scopeOf, type StepsPreview } from './steps-preview.ts';
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
  const around = previewSteps(prepared.plan, options.round);
  for (const secret of namedSecrets(around.values)) redactor.add(secret);
  console.out.write(
    options.json
      ? `${stringifyJson(redactedValues({ plan, round }, redactor), 2)}\n`
      : redactor.text(planText(prepared.plan, round.members, options.round, around)),
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

function planText(plan: Plan, members: readonly Member[], round: number, around: StepsPreview): string {
  const { budget, burst } = plan;
  const { setup, prepare, observe, teardown } = around;
  return [
    plan.scenario,
    `  file      ${plan.file}`,
    `  seed      ${plan.seed}`,
    `  hosts     ${plan.hosts.map(({ hostname, port, connectTo }) => `${hostname}:${port}${connectTo === undefined ? '' : ` (dials ${connectTo})`}`).join(', ')}`,
    `  rounds    ${plan.rounds}${plan.baseline ? ' and a baseline' : ''}, ${burst.members} members each, window ${burst.windowNs / 1e6} ms, sync ${burst.sync}`,
    `  requests  ${budget.perRound} a round, ${budget.total} in all; the budget is ${budget.max}`,
    ...setup,
    ...prepare,
    ...observe,
    `  burst     round ${round}, in the order of release:`,
    ...members.map(
      (member) =>
        `    #${String(member.index).padEnd(4)} +${member.offsetNs / 1e6} ms  ${memberText(plan, member, round, around.values)}`,
    ),
    ...teardown,
    '',
  ].join('\n');
}

function memberText(plan: Plan, member: Member, round: number, known: Readonly<Record<string, Json>>): string {
  const where = member.instance === undefined ? '' : `  on ${member.instance}`;
  const scope = scopeOf(plan, round, `member.${member.index}`, { ...known, ...member.names });
  const values = knownValues(member.values, scope);
  const { line, body } = requestPreview(member.template, { ...scope, names: { ...scope.names, ...values } });
  return `${member.request}  ${line}${where}${body === undefined ? '' : `  ${body.slice(0, 200)}`}`;
}
