import type { MergedRun, RunReport } from './run-report.ts';
import { mergeVerdicts } from './verdict.ts';

/** Several runs as one report: their scenarios one after the other, each with the name of its run. One run stays as it is. */
export function mergeReports(reports: readonly [RunReport, ...(readonly RunReport[])]): RunReport {
  const [first, ...others] = reports;
  if (others.length === 0) return first;
  return {
    ...first,
    run: reports.map(({ run }) => run).join(' + '),
    startedAt: reports.map(({ startedAt }) => startedAt).reduce((one, other) => (one < other ? one : other)),
    durationMs: reports.reduce((sum, { durationMs }) => sum + durationMs, 0),
    verdict: mergeVerdicts(reports.map(({ verdict }) => verdict)),
    interrupted: reports.some(({ interrupted }) => interrupted),
    results: reports.map(({ results }) => results).join(', '),
    runs: reports.map(
      ({ run, startedAt, durationMs, seed, interrupted, results }): MergedRun => ({
        run,
        startedAt,
        durationMs,
        seed,
        interrupted,
        results,
      }),
    ),
    scenarios: reports.flatMap(({ run, scenarios }) => scenarios.map((scenario) => ({ ...scenario, run }))),
  };
}
