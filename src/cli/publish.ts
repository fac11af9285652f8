import type { RunReport } from '../analysis/index.ts';
import { type Recorded, terminalReport } from '../reporters/index.ts';
import type { Console } from './console.ts';
import { actionsReports, inActions, withoutCommands } from './github-actions.ts';
import { openReportFiles, parseReporter, takesStdout } from './report-files.ts';

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
      const text = terminalReport(report, { paint: console.out.paint, width: console.out.width });
      console.out.write(inActions(process.env) ? withoutCommands(text) : text);
    },
  };
}
