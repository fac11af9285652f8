import type { RunReport, ScenarioReport } from '../analysis/run-report.ts';
import type { Operation } from '../history/operation.ts';
import type { Recorded, RecordedRound } from './reporter.ts';

type Cell = string | number | boolean | undefined;

/** The columns, and what stands in them; instants are nanoseconds since the start of the run. */
const columns: Readonly<
  Record<string, (operation: Operation, at: RecordedRound, scenario: ScenarioReport | undefined) => Cell>
> = {
  run: (_, { run }) => run,
  scenario: (_, __, scenario) => scenario?.name,
  round: (_, { round }) => round.round,
  kind: (_, { round }) => round.kind,
  member: ({ member }) => member,
  request: ({ request }) => request,
  instance: ({ instance }) => instance,
  outcome: ({ outcome }) => outcome,
  effect: ({ effect }) => effect,
  limited: ({ limited }) => limited,
  status: ({ answer }) => answer?.status,
  failure: ({ failure }) => failure?.kind,
  failure_code: ({ failure }) => failure?.code,
  offset_ns: ({ offsetNs }) => offsetNs,
  staged_at_ns: ({ stagedAtNs }) => stagedAtNs,
  released_at_ns: ({ releasedAtNs }) => releasedAtNs,
  first_byte_at_ns: ({ firstByteAtNs }) => firstByteAtNs,
  done_at_ns: ({ doneAtNs }) => doneAtNs,
  body_bytes: ({ answer }) => answer?.bodyBytes,
  delivery: (_, { round }) => round.delivery?.method,
  trace_id: ({ traceId }) => traceId,
  method: ({ sent }) => sent?.method,
  url: ({ sent }) => sent?.url,
};

/** Every operation of every round as one row (RFC 4180), the header first. */
export function* csvReport({ scenarios }: RunReport, recorded: Recorded): Generator<string> {
  yield rowOf(Object.keys(columns));
  for (const at of recorded.rounds()) {
    for (const operation of at.round.operations)
      yield rowOf(Object.values(columns).map((cell) => cell(operation, at, scenarios[at.scenario])));
  }
}

function rowOf(cells: readonly Cell[]): string {
  return `${cells.map(cellText).join(',')}\r\n`;
}

/** A spreadsheet takes a text that begins so for a formula: a quote before it keeps it text, as OWASP's page on CSV injection advises. */
const formula = /^[=+\-@\t\r]/;

function cellText(cell: Cell): string {
  if (typeof cell !== 'string') return cell === undefined ? '' : String(cell);
  const text = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
