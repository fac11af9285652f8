import { mergeReports } from '../analysis/index.ts';
import { historyPath } from '../history/history-file.ts';
import type { Console } from './console.ts';
import { type ExitCode, exitCodeOf } from './exit-codes.ts';
import { judgeRecorded } from './judge-recorded.ts';
import { openPublication } from './publish.ts';
import { recordedIn } from './recorded.ts';

export interface ReportOptions {
  readonly json: boolean;
  readonly reporter: readonly string[];
}

/** `racehound report`: renders a recorded run, or several as one, in any format; sends nothing. Ends as the run itself did. */
export function report(paths: readonly [string, ...string[]], options: ReportOptions, console: Console): ExitCode {
  const publication = openPublication(options.reporter, {
    json: options.json,
    automatic: true,
    inputs: paths.map(historyPath),
  });
  const [first, ...others] = paths;
  const judge = (path: string) => judgeRecorded(path, (text) => console.err.write(`${text}\n`));
  const judged = [judge(first), ...others.map(judge)] as const;
  const [one, ...more] = judged;
  const merged = mergeReports([one.report, ...more.map((each) => each.report)]);
  const sources = judged.map(({ source }) => source);
  return exitCodeOf(merged, publication.publish(merged, recordedIn(sources, merged), console));
}
