import { Chalk } from 'chalk';
import type { InvariantReport, RunReport, ScenarioReport } from '../analysis/run-report.ts';
import { terminalReport } from './terminal.ts';
import { type TextOptions, violationText } from './violation-text.ts';

/** For files and for other formats: no colour, as wide as a page. */
const plain: TextOptions = { paint: new Chalk({ level: 0 }), width: 100 };

/** The terminal report as a file. */
export function textReport(report: RunReport): string {
  return terminalReport(report, plain);
}

/** The first violation of an invariant as lines without colour. */
export function plainViolation(scenario: ScenarioReport, invariant: InvariantReport): readonly string[] {
  return violationText(scenario, invariant, plain);
}
