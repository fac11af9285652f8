import type { RunReport } from '../analysis/run-report.ts';
import { headed } from './lines.ts';
import { scenarioText, verdictText } from './scenario-text.ts';
import type { TextOptions } from './violation-text.ts';
import { harmless } from '../support/visible-text.ts';
import { duration, plural } from './words.ts';

export interface TerminalOptions extends TextOptions {
  /** The command that writes the HTML report of this run; left out where there is nothing to look into. */
  readonly look?: string;
}

/** The whole run for a terminal; the overall verdict is the last line, where the eye is when it ends. */
export function terminalReport(report: RunReport, options: TerminalOptions): string {
  const { paint } = options;
  const origin = report.runs === undefined ? `seed ${report.seed}` : plural(report.runs.length, 'run');
  const heading = paint.dim(
    `racehound ${report.racehound} · ${origin} · ${plural(report.scenarios.length, 'scenario')}`,
  );
  const scenarios = report.scenarios.map((scenario) => scenarioText(scenario, options));
  const look = options.look === undefined ? '' : `${paint.dim('to look into it:')}\n  ${harmless(options.look)}\n`;
  return `${[heading, ...scenarios, look + lastLine(report, options)].join('\n\n')}\n`;
}

function lastLine(report: RunReport, { paint, width }: TextOptions): string {
  const words = report.scenarios.map(({ verdict, untestable }) =>
    verdict === 'inconclusive' && untestable !== undefined ? 'could not be tested' : verdict,
  );
  const count = (word: (typeof words)[number]) => words.filter((each) => each === word).length;
  const verdicts = (['violated', 'could not be tested', 'inconclusive', 'held'] as const)
    .filter((word) => count(word) > 0)
    .map((word) => `${count(word)} ${word}`);
  const requests = report.scenarios.reduce((sum, scenario) => sum + scenario.requests, 0);
  const parts = [verdicts.join(', '), plural(requests, 'request'), duration(report.durationMs * 1e6), report.results];
  const verdict = verdictText(report.verdict, count('could not be tested') > 0, paint);
  const heading = `${verdict}${report.interrupted ? paint.yellow(' (interrupted)') : ''}`;
  const [last, ...tooLong] = headed(heading, parts.join(' · '), width);
  return [...tooLong, last].join('\n');
}
