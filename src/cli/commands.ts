import { literalCredentials } from '../history/secret-values.ts';
import type { Json } from '../support/json.ts';
import { stringifyJson } from '../support/lossless-json.ts';
import { shellQuoted as quote } from '../support/shell.ts';
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
  if (options.target !== undefined) parts.push(`--target ${quote(options.target)}`);
  if (options.environment !== undefined) parts.push(`--environment ${quote(options.environment)}`);
  for (const [name, value] of Object.entries(options.var)) parts.push(`--var ${variableArgument(name, value)}`);
  for (const host of options.allowHost) parts.push(`--allow-host ${quote(host)}`);
  if (options.maxRequests !== undefined) parts.push(`--max-requests ${options.maxRequests}`);
  if (options.workers !== undefined) parts.push(`--workers ${options.workers}`);
  if (options.insecure) parts.push('--insecure');
  if (options.cacert !== undefined) parts.push(`--cacert ${quote(options.cacert)}`);
  return parts.join(' ');
}

/** What `--var` reads back as the same value; of a credential only the name. */
function variableArgument(name: string, value: Json): string {
  if (literalCredentials({ [name]: value }).length > 0) return `${quote(name)}=...`;
  const plain = typeof value === 'string' && jsonOrText(value) === value;
  return quote(`${name}=${plain ? value : stringifyJson(value)}`);
}
