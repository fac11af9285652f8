import type { RunReport } from '../analysis/run-report.ts';

/** What the exit status of every command means; a stable contract. */
export const exitCodes = {
  held: 0,
  violated: 1,
  usage: 2,
  untestable: 3,
  inconclusive: 4,
  nothingSelected: 5,
  internal: 70,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The exit code of a run that came to its end; the first that applies wins. */
export function exitCodeOf(report: RunReport, signal: NodeJS.Signals | undefined): ExitCode {
  if (signal !== undefined) return signal === 'SIGTERM' ? exitCodes.terminated : exitCodes.interrupted;
  if (report.verdict === 'violated') return exitCodes.violated;
  if (report.scenarios.some(({ untestable }) => untestable !== undefined)) return exitCodes.untestable;
  return report.verdict === 'inconclusive' ? exitCodes.inconclusive : exitCodes.held;
}
