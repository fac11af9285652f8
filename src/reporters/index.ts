import { curlReport } from './curl/curl-script.ts';
import { csvReport } from './csv.ts';
import { ctrfReport } from './ctrf.ts';
import { githubReport } from './github.ts';
import { hdrReport } from './hdr.ts';
import { htmlReport } from './html/html-report.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';
import { textReport } from './plain-text.ts';
import type { Reporter } from './reporter.ts';
import { sarifReport } from './sarif.ts';

/** Reporters that write a file, by the name that `--reporter name=path` gives. */
export const fileReporters: Readonly<Record<string, Reporter>> = {
  html: htmlReport,
  json: jsonReport,
  junit: junitReport,
  github: githubReport,
  markdown: markdownReport,
  sarif: sarifReport,
  ctrf: ctrfReport,
  csv: csvReport,
  hdr: hdrReport,
  text: textReport,
  curl: curlReport,
};

export { type Progress, progressLine } from './progress.ts';
export type { Recorded, RecordedRound, RecordedTemplates, Reporter, RequestSpec } from './reporter.ts';
export { verdictText } from './scenario-text.ts';
export { terminalReport } from './terminal.ts';
