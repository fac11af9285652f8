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
    wrap(shorten(text, mostLines * (width - 12)), width - 12).map(
      (line, place) => `${paint.dim((place === 0 ? label : '').padEnd(9))} ${line}`,
    );
  const lanes = operations.slice(0, 12);
  return [
    `${paint.bold(round === 0 ? 'The baseline, one request at a time, breaks' : `Round ${round}, the first to break`)} ${paint.bold(`"${harmless(name)}"`)}`,
    ...(message === undefined ? [] : [harmless(message)]),
    ...labelled('expected', expected),
    ...labelled('measured', measured),
    ...labelled('because', because),
    ...(details ?? []).map((line) => `          ${shorten(line, width - 12)}`),
    '',
    ...timeLine(lanes, new Set(witness), width).map((line) => (line.startsWith('●') ? paint.red(line) : line)),
    ...(operations.length > lanes.length ? [`  and ${operations.length - lanes.length} more`] : []),
    ...(witness.length > 0
      ? [
          paint.dim(
            `● the witness: ${plural(witness.length, 'request')} that ${witness.length === 1 ? 'alone already breaks' : 'together already break'} it`,
          ),
        ]
      : []),
    ...traceLines(report, first),
  ];
}

/** A list that was read may be long. */
const mostLines = 4;

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
