import type { RunReport } from '../analysis/run-report.ts';
import { jsonReport } from './json.ts';

/** Reporters that write a file, by the name that `--reporter name=path` gives. */
export const fileReporters: Readonly<Record<string, (report: RunReport) => string>> = { json: jsonReport };

export { type Progress, progressLine } from './progress.ts';
export { verdictText } from './scenario-text.ts';
export { terminalReport } from './terminal.ts';
