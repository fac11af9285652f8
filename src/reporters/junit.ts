import type { InvariantReport, RunReport, ScenarioReport } from '../analysis/run-report.ts';
import { harmless } from '../support/visible-text.ts';
import { type XmlElement, xmlDocument } from '../support/xml.ts';
import { findingText, fileOf, placeText } from './place.ts';
import { plainViolation } from './plain-text.ts';

/**
 * JUnit XML: a suite for each scenario, a case for each invariant. Violated is a failure; inconclusive, and what could not be
 * tested, an error. Nobody owns the format: elements and attributes are those that the schema of Jenkins' xUnit plugin knows.
 */
export function junitReport(report: RunReport): string {
  const suites = report.scenarios.map((scenario) => suiteOf(report, scenario));
  const counts = countsOf(report.scenarios.flatMap(({ invariants }) => invariants));
  return xmlDocument({
    name: 'testsuites',
    attributes: { name: `racehound ${report.run}`, ...counts, time: seconds(report.durationMs) },
    children: suites,
  });
}

function suiteOf(report: RunReport, scenario: ScenarioReport): XmlElement {
  const { name, invariants, durationMs, rounds, spread, replay } = scenario;
  const property = (key: string, value: string | number): XmlElement => ({
    name: 'property',
    attributes: { name: key, value: typeof value === 'string' ? harmless(value) : value },
  });
  return {
    name: 'testsuite',
    attributes: {
      name: harmless(name),
      file: fileOf(scenario),
      ...countsOf(invariants),
      skipped: 0,
      time: seconds(durationMs),
      timestamp: report.startedAt.replace(/\.\d+Z$/, ''),
    },
    children: [
      {
        name: 'properties',
        attributes: {},
        children: [
          property('target', scenario.target),
          property('run', scenario.run ?? report.run),
          property('seed', scenario.seed),
          property('rounds.planned', rounds.planned),
          property('rounds.valid', rounds.valid),
          property('rounds.violated', rounds.violated),
          property('spread.p95Us', spread.p95Us),
          property('replay', replay),
          ...tracesOf(scenario).map((traceId) => property('trace', traceId)),
        ],
      },
      ...invariants.map((invariant) => caseOf(scenario, invariant)),
    ],
  };
}

function caseOf(scenario: ScenarioReport, invariant: InvariantReport): XmlElement {
  const { name, verdict } = invariant;
  const attributes = { name: harmless(name), classname: harmless(scenario.name) };
  if (verdict === 'held') return { name: 'testcase', attributes };
  const message = harmless(findingText(invariant));
  const text = [
    placeText(scenario, invariant),
    ...explanation(scenario, invariant),
    `again: ${harmless(scenario.replay)}`,
  ];
  const type =
    verdict === 'violated' ? 'InvariantViolated' : scenario.untestable === undefined ? 'Inconclusive' : 'Untestable';
  return {
    name: 'testcase',
    attributes,
    children: [
      {
        name: verdict === 'violated' ? 'failure' : 'error',
        attributes: { type, message },
        children: [`\n${text.join('\n')}\n`],
      },
    ],
  };
}

function explanation(scenario: ScenarioReport, invariant: InvariantReport): readonly string[] {
  if (invariant.verdict === 'violated') return plainViolation(scenario, invariant);
  const doubts = scenario.untestable === undefined ? scenario.doubts : [];
  return [
    harmless(findingText(invariant)),
    ...doubts.map(({ fact, hint }) => `doubt: ${harmless(fact)}; ${harmless(hint)}`),
  ];
}

function countsOf(invariants: readonly InvariantReport[]) {
  const count = (verdict: InvariantReport['verdict']) => invariants.filter((each) => each.verdict === verdict).length;
  return { tests: invariants.length, failures: count('violated'), errors: count('inconclusive') };
}

/** Traces of every witness, each once. */
function tracesOf({ invariants }: ScenarioReport): readonly string[] {
  const witnesses = invariants.flatMap(({ first }) =>
    (first?.operations ?? []).filter(({ member }) => first?.witness.includes(member)),
  );
  return [...new Set(witnesses.flatMap(({ traceId }) => traceId ?? []))];
}

function seconds(durationMs: number): string {
  return (durationMs / 1000).toFixed(3);
}
