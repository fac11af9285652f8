import type { InvariantReport, RunReport, ScenarioReport } from '../analysis/run-report.ts';
import { stringifyJson } from '../support/lossless-json.ts';
import { findingText, fileOf } from './place.ts';
import { plainViolation } from './plain-text.ts';

const statuses = { held: 'passed', violated: 'failed', inconclusive: 'other' } as const;

/** Common Test Report Format (ctrf.io): a test for each invariant; inconclusive is `other`. */
export function ctrfReport(report: RunReport): string {
  const tests = report.scenarios.flatMap((scenario) =>
    scenario.invariants.map((invariant) => testOf(scenario, invariant)),
  );
  const count = (wanted: string) => tests.filter(({ status }) => status === wanted).length;
  const start = Date.parse(report.startedAt);
  const duration = Math.round(report.durationMs);
  return `${stringifyJson(
    {
      reportFormat: 'CTRF',
      specVersion: '0.0.0',
      timestamp: report.startedAt,
      generatedBy: `racehound ${report.racehound}`,
      results: {
        tool: { name: 'racehound', version: report.racehound },
        summary: {
          tests: tests.length,
          passed: count('passed'),
          failed: count('failed'),
          skipped: 0,
          pending: 0,
          other: count('other'),
          suites: report.scenarios.length,
          start,
          stop: start + duration,
          duration,
        },
        tests,
        extra: { run: report.run, seed: report.seed, verdict: report.verdict, interrupted: report.interrupted },
      },
    },
    2,
  )}\n`;
}

function testOf(scenario: ScenarioReport, invariant: InvariantReport) {
  const { name, kind, verdict, place, held, violated, inconclusive, cause, first } = invariant;
  const raced = {
    kind,
    target: scenario.target,
    replay: scenario.replay,
    rounds: { held, violated, inconclusive },
    ...(cause !== undefined && { cause }),
    ...(first !== undefined && { round: first.round, witness: first.witness }),
  };
  return {
    name,
    suite: [scenario.name],
    status: statuses[verdict],
    rawStatus: verdict,
    duration: Math.round(scenario.durationMs),
    filePath: fileOf(scenario),
    ...(place !== undefined && { line: place.line }),
    ...(verdict !== 'held' && { message: findingText(invariant) }),
    ...(first !== undefined && { trace: plainViolation(scenario, invariant).join('\n') }),
    extra: raced,
  };
}
