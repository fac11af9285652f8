import { randomUUID } from 'node:crypto';
import type { ReportTarget } from './report-target.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export function inActions(env: Environment): boolean {
  return env['GITHUB_ACTIONS'] === 'true';
}

/** What is reported in GitHub Actions without being asked for: annotations, and the job summary, which other steps write to as well. */
export function actionsReports(
  env: Environment,
  asked: readonly ReportTarget[],
  stdoutTaken: boolean,
): readonly ReportTarget[] {
  if (!inActions(env)) return [];
  const summary = env['GITHUB_STEP_SUMMARY'];
  const annotated = asked.some(({ reporter }) => reporter === 'github');
  return [
    ...(annotated ? [] : [{ reporter: 'github', to: { stream: stdoutTaken ? ('err' as const) : ('out' as const) } }]),
    ...(summary === undefined || summary === '' ? [] : [{ reporter: 'markdown', to: { path: summary, append: true } }]),
  ];
}

/** Keeps the runner from taking a line of a server's text for a workflow command. */
export function withoutCommands(text: string): string {
  const token = randomUUID();
  return `::stop-commands::${token}\n${text}::${token}::\n`;
}
