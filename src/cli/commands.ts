import { shellQuoted as quote } from '../support/shell.ts';
import type { PlanOptionValues } from './options.ts';
import type { PreparedPlan } from './prepare-plan.ts';

/** The beginning of the command that fires a round of a recorded run again; `--round N` goes after it. */
export function replayCommand(results: string, scenario: string | undefined): string {
  return ['racehound replay', quote(results), ...(scenario === undefined ? [] : [`--only ${quote(scenario)}`])].join(
    ' ',
  );
}

/** The command that fires the same plan again. */
export function runCommand({ loaded, plan }: Pick<PreparedPlan, 'loaded' | 'plan'>, options: PlanOptionValues): string {
  const parts = ['racehound run', quote(loaded.file), `--seed ${plan.seed}`, `--rounds ${plan.rounds}`];
  if (options.target !== undefined) parts.push(`--target ${quote(options.target)}`);
  if (options.environment !== undefined) parts.push(`--environment ${quote(options.environment)}`);
  for (const [name, value] of Object.entries(options.var))
    parts.push(`--var ${quote(`${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)}`);
  for (const host of options.allowHost) parts.push(`--allow-host ${quote(host)}`);
  return parts.join(' ');
}
