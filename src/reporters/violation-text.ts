import type { ChalkInstance } from 'chalk';
import type { Violation } from '../analysis/round-report.ts';
import type { InvariantReport, ScenarioReport } from '../analysis/run-report.ts';
import { harmless } from '../support/visible-text.ts';
import { timeLine } from './time-line.ts';
import { traceLink } from './trace-link.ts';
import { plural, shorten, wrap } from './words.ts';

export interface TextOptions {
  readonly paint: ChalkInstance;
  /** Columns of the terminal. */
  readonly width: number;
}

/** The first round that broke an invariant, line by line: what was demanded, what came, and how the requests met. */
export function violationText(
  report: ScenarioReport,
  { name, message, first }: InvariantReport,
  { paint, width }: TextOptions,
): readonly string[] {
  if (first === undefined) return [];
  const { round, expected, measured, because, details, witness, operations } = first;
  const labelled = (label: string, text: string) =>
    wrap(shorten(text, mostCharacters), width - 12).map(
      (line, place) => `${paint.dim((place === 0 ? label : '').padEnd(9))} ${line}`,
    );
  const lanes = operations.slice(0, 12);
  return [
    ...wrap(
      `${round === 0 ? 'The baseline, one request at a time, breaks' : `Round ${round}, the first to break`} "${name}"`,
      width - 2,
    ).map((line) => paint.bold(line)),
    ...(message === undefined ? [] : wrap(message, width - 2)),
    ...labelled('expected', expected),
    ...labelled('measured', measured),
    ...labelled('because', because),
    ...(details ?? []).flatMap((line) => labelled('', line)),
    '',
    ...timeLine(lanes, new Set(witness), width - 2).map((line) => (line.startsWith('●') ? paint.red(line) : line)),
    ...(operations.length > lanes.length ? [`  and ${operations.length - lanes.length} more`] : []),
    ...(witness.length > 0 ? wrap(witnessText(witness.length), width - 2).map((line) => paint.dim(line)) : []),
    ...traceLines(report, first),
  ];
}

function witnessText(requests: number): string {
  return `● the witness: ${plural(requests, 'request')} that ${requests === 1 ? 'proves' : 'together already break'} it`;
}

/** A list that was read may be long. */
const mostCharacters = 350;

/** More traces than this are in the machine-readable reports. */
const mostTraces = 6;

/** Where to find the witness in a tracing or log system. Whole, however narrow the terminal: they are there to be copied. */
function traceLines(report: ScenarioReport, { witness, operations }: Violation): readonly string[] {
  const traced = operations.flatMap((operation) => {
    const link = witness.includes(operation.member) ? traceLink(report, operation) : undefined;
    return link === undefined ? [] : [`#${String(operation.member).padEnd(4)} ${harmless(link)}`];
  });
  return [
    ...traced.slice(0, mostTraces).map((line, place) => `${place === 0 ? 'trace' : '     '}  ${line}`),
    ...(traced.length > mostTraces ? [`       and ${traced.length - mostTraces} more`] : []),
  ];
}
