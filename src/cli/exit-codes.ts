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

/** The exit code of a run that came to its end; the first that applies wins. `published`: every report could be written. */
export function exitCodeOf(report: RunReport, published: boolean, signal?: NodeJS.Signals): ExitCode {
  if (signal !== undefined) return interruptedCode(signal);
  if (report.verdict === 'violated') return exitCodes.violated;
  if (!published || report.scenarios.some(({ untestable }) => untestable !== undefined)) return exitCodes.untestable;
  return report.verdict === 'inconclusive' ? exitCodes.inconclusive : exitCodes.held;
}

/** Who terminates is a program or a terminal that closes; who interrupts, a person or a reader that has had enough. */
export function interruptedCode(signal: NodeJS.Signals | undefined): ExitCode {
  return signal === 'SIGTERM' || signal === 'SIGHUP' ? exitCodes.terminated : exitCodes.interrupted;
}

/** For the foot of a help text. */
export const exitCodesHelp = `
Exit codes:
  0  every invariant held            5    nothing selected
  1  an invariant was violated       70   internal error, please report it
  2  usage or scenario error         130  interrupted (Ctrl-C)
  3  could not test                  143  terminated
  4  inconclusive`;
