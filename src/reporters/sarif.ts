import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InvariantReport, RunReport, ScenarioReport } from '../analysis/run-report.ts';
import { stringifyJson } from '../support/lossless-json.ts';
import { fileOf, findingText } from './place.ts';
import { plainViolation } from './plain-text.ts';

/**
 * SARIF 2.1.0, for GitHub code scanning and editors: a result for each violated invariant, at its place in the scenario file; a
 * notification for each that could not be decided. Text that is not a violation is no result: viewers would show it as one.
 */
export function sarifReport(report: RunReport): string {
  const violated = report.scenarios.flatMap((scenario) =>
    scenario.invariants
      .filter(({ verdict }) => verdict === 'violated')
      .map((invariant) => [scenario, invariant] as const),
  );
  const kinds = [...new Set(violated.map(([, { kind }]) => kind))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'racehound', version: report.racehound, rules: kinds.map(ruleOf) },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: !report.interrupted,
            startTimeUtc: report.startedAt,
            endTimeUtc: new Date(Date.parse(report.startedAt) + report.durationMs).toISOString(),
            toolExecutionNotifications: report.scenarios.flatMap(notificationsOf),
          },
        ],
        results: violated.map(([scenario, invariant]) => ({
          ...resultOf(scenario, invariant),
          ruleIndex: kinds.indexOf(invariant.kind),
        })),
        properties: { run: report.run, seed: report.seed, verdict: report.verdict },
      },
    ],
  };
  return `${stringifyJson(log, 2)}\n`;
}

/** CWE-362: concurrent execution using a shared resource with improper synchronization; CWE-367: time of check, time of use. */
function ruleOf(kind: string) {
  return {
    id: `racehound/${kind}`,
    name: kind,
    shortDescription: { text: `An invariant of the kind ${kind} was violated.` },
    fullDescription: {
      text: `Requests that were fired together left the service in a state, or got answers, that the invariant (${kind}) of the scenario forbids.`,
    },
    help: {
      text: 'Look for a check and an act that are two steps on the path of these requests; a conditional write, a lock or a unique constraint makes them one.',
    },
    defaultConfiguration: { level: 'error' },
    properties: { tags: ['security', 'external/cwe/cwe-362', 'external/cwe/cwe-367'], precision: 'very-high' },
  };
}

function resultOf(scenario: ScenarioReport, invariant: InvariantReport) {
  const { name, kind, message, cause, first } = invariant;
  const text = [`${scenario.name}: "${name}" ${findingText(invariant)}.`, ...(message === undefined ? [] : [message])];
  return {
    ruleId: `racehound/${kind}`,
    level: 'error',
    message: {
      text: [...text, '', ...plainViolation(scenario, invariant), '', `again: ${scenario.replay}`].join('\n'),
    },
    locations: [locationOf(scenario, invariant)],
    partialFingerprints: { 'racehoundInvariant/v1': fingerprint(fileOf(scenario), name) },
    properties: {
      scenario: scenario.name,
      target: scenario.target,
      replay: scenario.replay,
      ...(cause !== undefined && { cause }),
      ...(first !== undefined && { round: first.round, witness: first.witness }),
    },
  };
}

/** Paths of the repository are relative to its root: GitHub refuses everything else. */
function locationOf(scenario: ScenarioReport, { place }: Pick<InvariantReport, 'place'>) {
  const file = fileOf(scenario);
  const artifactLocation = isAbsolute(file)
    ? { uri: pathToFileURL(file).href }
    : { uri: file.split(/[\\/]/).map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
  const region = place === undefined ? { startLine: 1 } : { startLine: place.line, startColumn: place.column };
  return { physicalLocation: { artifactLocation, region } };
}

function notificationsOf(scenario: ScenarioReport) {
  return scenario.invariants
    .filter(({ verdict }) => verdict === 'inconclusive')
    .map((invariant) => ({
      level: scenario.untestable === undefined ? 'warning' : 'error',
      message: { text: `${scenario.name}: "${invariant.name}" is inconclusive: ${findingText(invariant)}` },
      locations: [locationOf(scenario, invariant)],
    }));
}

/** The same invariant keeps its alert, however its line moves. */
function fingerprint(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
