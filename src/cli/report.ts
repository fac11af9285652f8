import { existsSync, realpathSync } from 'node:fs';
import { mergeReports } from '../analysis/index.ts';
import { historyPath } from '../history/history-file.ts';
import type { Console } from './console.ts';
import { type ExitCode, exitCodeOf } from './exit-codes.ts';
import { judgeRecorded } from './judge-recorded.ts';
import { openPublication } from './publish.ts';
import { recordedIn } from './recorded.ts';

export interface ReportOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly reporter: readonly string[];
}

type Paths = readonly [string, ...string[]];

/** `racehound report`: renders a recorded run, or several as one, in any format; sends nothing. Ends as the run itself did. */
export function report(paths: Paths, options: ReportOptions, console: Console): ExitCode {
  const publication = openPublication(options.reporter, {
    json: options.json,
    automatic: true,
    quiet: options.quiet,
    inputs: paths.map(historyPath),
  });
  const [first, ...others] = distinctRuns(paths, (text) => console.err.write(`${text}\n`));
  const judge = (path: string) => judgeRecorded(path, (text) => console.err.write(`${text}\n`));
  const judged = [judge(first), ...others.map(judge)] as const;
  const [one, ...more] = judged;
  const merged = mergeReports([one.report, ...more.map((each) => each.report)]);
  const sources = judged.map(({ source }) => source);
  return exitCodeOf(merged, publication.publish(merged, recordedIn(sources, merged), console));
}

/** A run that is named twice would count twice. */
function distinctRuns([first, ...others]: Paths, note: (text: string) => void): Paths {
  const seen = new Set([realHistory(first)]);
  const distinct = others.filter((path) => {
    const real = realHistory(path);
    if (seen.has(real)) note(`${path} is named more than once, and is counted once`);
    const isNew = !seen.has(real);
    seen.add(real);
    return isNew;
  });
  return [first, ...distinct];
}

function realHistory(path: string): string {
  const file = historyPath(path);
  return existsSync(file) ? realpathSync(file) : file;
}
