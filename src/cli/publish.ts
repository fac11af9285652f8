import type { RunReport } from '../analysis/index.ts';
import { type Recorded, terminalReport } from '../reporters/index.ts';
import type { Console } from './console.ts';
import { actionsReports, inActions, withoutCommands } from './github-actions.ts';
import { openReportFiles, parseReporter, type ReportTarget, takesStdout } from './report-files.ts';

/** The reports that a command shall write; open before anything is sent. */
export interface Publication {
  /** Writes the report everywhere; the terminal report goes to stdout unless another document does. */
  publish(report: RunReport, recorded: Recorded, console: Console): void;
}

/** `specs`: of `--reporter` and of `racehound.yaml`. `automatic`: also what is reported without being asked for in GitHub Actions. */
export function openPublication(
  specs: readonly string[],
  { json, automatic }: { readonly json: boolean; readonly automatic: boolean },
): Publication {
  const asked = [...new Set([...specs, ...(json ? ['json=-'] : [])])].map(parseReporter);
  const stdoutTaken = asked.some(takesStdout);
  const files = openReportFiles([...asked, ...(automatic ? actionsReports(process.env, asked, stdoutTaken) : [])]);
  return {
    publish(report, recorded, console) {
      for (const file of files) file.write(report, recorded, console);
      if (stdoutTaken) return;
      const look = whereToLook(report, asked);
      const { paint, width } = console.out;
      const text = terminalReport(report, { paint, width, ...(look !== undefined && { look }) });
      console.out.write(inActions(process.env) ? withoutCommands(text) : text);
    },
  };
}

/** The page that was written; else, where a person will want one, the command that writes it. */
function whereToLook(
  { verdict, results, scenarios, runs }: RunReport,
  targets: readonly ReportTarget[],
): string | undefined {
  for (const { reporter, to } of targets) if (reporter === 'html' && 'path' in to) return to.path;
  const fired = scenarios.some(({ rounds }) => rounds.fired > 0);
  if (verdict === 'held' || !fired) return undefined;
  const command = runs === undefined ? `check ${results}` : `report ${runs.map((each) => each.results).join(' ')}`;
  return `racehound ${command} --reporter html=report.html`;
}
