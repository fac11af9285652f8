import type { RunReport } from '../analysis/run-report.ts';
import type { Verdict } from '../analysis/verdict.ts';
import { scenarioText, verdictText } from './scenario-text.ts';
import type { TextOptions } from './violation-text.ts';
import { harmless } from '../support/visible-text.ts';
import { duration, plural } from './words.ts';

export interface TerminalOptions extends TextOptions {
  /** The HTML report of this run, or the command that writes it; left out where there is nothing to look into. */
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
  const look = options.look === undefined ? '' : `${paint.dim('to look into it:')} ${harmless(options.look)}\n`;
  return `${[heading, ...scenarios, look + lastLine(report, options)].join('\n\n')}\n`;
}

function lastLine(report: RunReport, { paint }: TextOptions): string {
  const count = (verdict: Verdict) => report.scenarios.filter((scenario) => scenario.verdict === verdict).length;
  const verdicts = (['violated', 'inconclusive', 'held'] as const)
    .filter((verdict) => count(verdict) > 0)
    .map((verdict) => `${count(verdict)} ${verdict}`);
  const requests = report.scenarios.reduce((sum, scenario) => sum + scenario.requests, 0);
  const parts = [
    verdicts.join(', '),
    plural(requests, 'request'),
    duration(report.durationMs * 1e6),
    harmless(report.results),
  ];
  return `${verdictText(report.verdict, paint)}${report.interrupted ? paint.yellow(' (interrupted)') : ''}  ${parts.join(' · ')}`;
}
