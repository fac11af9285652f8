import type { RunReport } from '../analysis/index.ts';
import { type Recorded, terminalReport } from '../reporters/index.ts';
import { RacehoundError } from '../support/diagnostic.ts';
import { isDiskFull } from '../support/disk-full.ts';
import { shellQuoted } from '../support/shell.ts';
import type { Console } from './console.ts';
import { actionsReports, inActions, withoutCommands } from './github-actions.ts';
import { openReportFiles, type ReportFile } from './report-files.ts';
import { distinctTargets, parseReporter, takesStdout } from './report-target.ts';

/** The reports that a command shall write; looked at before anything is sent. */
export interface Publication {
  /**
   * Writes the report everywhere; the terminal report goes to stdout unless another document does. False when a file could not be
   * written, which it has told then.
   */
  publish(report: RunReport, recorded: Recorded, console: Console): boolean;
}

export interface PublicationOptions {
  /** Short for a report as JSON on stdout. */
  readonly json: boolean;
  /** Also what is reported without being asked for in GitHub Actions. */
  readonly automatic: boolean;
  /** Files that the command reads, which no report may replace. */
  readonly inputs: readonly string[];
  /** The command that makes the report again; missing: that of its runs. */
  readonly again?: string;
  /** No report on stdout but one that was asked for there. */
  readonly quiet?: boolean;
}

/** `specs`: of `--reporter` and of `racehound.yaml`. */
export function openPublication(
  specs: readonly string[],
  { json, automatic, inputs, again, quiet = false }: PublicationOptions,
): Publication {
  const asked = distinctTargets([...specs, ...(json ? ['json'] : [])].map(parseReporter), inputs);
  const stdoutTaken = asked.some(takesStdout);
  const unasked = automatic ? actionsReports(process.env, asked, stdoutTaken) : [];
  const files = openReportFiles(distinctTargets([...asked, ...unasked], inputs));
  return {
    publish(report, recorded, console) {
      const written = files.map((file) => isWritten(file, report, recorded, console));
      if (!stdoutTaken && !quiet) {
        const look = asked.some(({ to }) => 'path' in to) ? undefined : commandToLook(report, again);
        const { paint, width } = console.out;
        const text = terminalReport(report, { paint, width, ...(look !== undefined && { look }) });
        console.out.write(inActions(process.env) ? withoutCommands(text) : text);
      }
      return written.every(Boolean);
    },
  };
}

/** One disk that refuses a file must not cost the other reports. */
function isWritten(file: ReportFile, report: RunReport, recorded: Recorded, console: Console): boolean {
  try {
    file.write(report, recorded, console);
    if ('path' in file.to && !file.to.append) console.err.write(`wrote ${file.to.path}\n`);
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error) || !('path' in file.to)) throw error;
    const title = `could not write ${file.to.path}: ${error.message.split(',')[0]}`;
    const remedy = isDiskFull(error) ? 'free some space' : 'see to it that it can be written';
    const help = `${remedy}, and render it from the history:\n  racehound report ${shellQuoted(report.results)}`;
    console.complain(new RacehoundError('untestable', [{ code: 'RH501', title, help }]));
    return false;
  }
}

/** The command that writes a page, where a person will want one. */
function commandToLook(
  { verdict, results, scenarios, runs }: RunReport,
  again: string | undefined,
): string | undefined {
  const fired = scenarios.some(({ rounds }) => rounds.fired > 0);
  if (verdict === 'held' || !fired) return undefined;
  const command =
    again ??
    (runs === undefined
      ? `racehound check ${shellQuoted(results)}`
      : `racehound report ${runs.map((each) => shellQuoted(each.results)).join(' ')}`);
  return `${command} --reporter html=report.html`;
}
