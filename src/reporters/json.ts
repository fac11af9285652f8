import type { RunReport } from '../analysis/run-report.ts';
import { stringifyJson } from '../support/lossless-json.ts';

/** The report as JSON; its shape is `RunReport`, described in `REPORT.md` beside this file. Whole numbers of any size keep their digits. */
export function jsonReport(report: RunReport): string {
  return `${stringifyJson(report, 2)}\n`;
}
