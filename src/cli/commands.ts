import type { JudgeInput } from '../analysis/index.ts';
import { literalCredentials } from '../history/secret-values.ts';
import type { Json } from '../support/json.ts';
import { stringifyJson } from '../support/lossless-json.ts';
import { shellQuoted as quote } from '../support/shell.ts';
import type { CheckOptions } from './check.ts';
import { jsonOrText, type RunOptions } from './options.ts';
import type { PreparedPlan } from './prepare-plan.ts';

/** The beginning of the command that fires a round of a recorded run again; `--round N` goes after it. */
export function replayCommand(results: string, scenario: string | undefined): string {
  return ['racehound replay', quote(results), ...(scenario === undefined ? [] : [`--only ${quote(scenario)}`])].join(
    ' ',
  );
}

/** The command that fires the same plan again, in the same way. */
export function runCommand({ loaded, plan }: Pick<PreparedPlan, 'loaded' | 'plan'>, options: RunOptions): string {
  const parts = ['racehound run', quote(loaded.file), `--seed ${plan.seed}`, `--rounds ${plan.rounds}`];
  parts.push(...placeFlags(options));
  for (const host of options.allowHost) parts.push(`--allow-host ${quote(host)}`);
  if (options.maxRequests !== undefined) parts.push(`--max-requests ${options.maxRequests}`);
  if (options.workers !== undefined) parts.push(`--workers ${options.workers}`);
  if (options.insecure) parts.push('--insecure');
  if (options.cacert !== undefined) parts.push(`--cacert ${quote(options.cacert)}`);
  return parts.join(' ');
}

/** A recorded `racehound run` of a file, for where that file lies now. */
export function movedCommand(command: string, recordedFile: string, file: string): string {
  const recorded = `racehound run ${quote(recordedFile)}`;
  return `racehound run ${quote(file)}${command.startsWith(recorded) ? command.slice(recorded.length) : ''}`;
}

/** What says for which scenario a recorded run is judged. */
type CheckedScenario = Pick<CheckOptions, 'scenario' | 'only' | 'target' | 'environment' | 'var'>;

/** The command that judges a recorded run in the same way. */
export function checkCommand(path: string, options: CheckedScenario): string {
  const { scenario, only } = options;
  return [
    `racehound check ${quote(path)}`,
    ...(only === undefined ? [] : [`--only ${quote(only)}`]),
    ...(scenario === undefined ? [] : [`--scenario ${quote(scenario)}`]),
    ...placeFlags(options),
  ].join(' ');
}

/** The recorded commands, for the changed scenario that the run was judged by. */
export function changedCommands(
  { file, replay, replayRun }: Pick<JudgeInput, 'file' | 'replay' | 'replayRun'>,
  changed: string,
  options: CheckedScenario,
): Pick<JudgeInput, 'replay' | 'replayRun'> {
  // `replay` takes that of the recorded run.
  const { environment: _, ...withoutEnvironment } = options;
  return {
    replay: [movedCommand(replay, file, changed), ...placeFlags(options)].join(' '),
    ...(replayRun !== undefined && {
      replayRun: [replayRun, `--scenario ${quote(changed)} --changed`, ...placeFlags(withoutEnvironment)].join(' '),
    }),
  };
}

function placeFlags(options: Pick<RunOptions, 'target' | 'environment' | 'var'>): readonly string[] {
  const { target, environment } = options;
  return [
    ...(target === undefined ? [] : [`--target ${quote(target)}`]),
    ...(environment === undefined ? [] : [`--environment ${quote(environment)}`]),
    ...Object.entries(options.var).map(([name, value]) => `--var ${variableArgument(name, value)}`),
  ];
}

/** What `--var` reads back as the same value; of a credential only the name. */
function variableArgument(name: string, value: Json): string {
  if (literalCredentials({ [name]: value }).length > 0) return `${quote(name)}=...`;
  const plain = typeof value === 'string' && jsonOrText(value) === value;
  return quote(`${name}=${plain ? value : stringifyJson(value)}`);
}
