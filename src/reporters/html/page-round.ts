import type { Breach, KeptRound } from '../../analysis/round-report.ts';
import type { ScenarioReport } from '../../analysis/run-report.ts';
import type { Operation } from '../../history/operation.ts';
import type { Json } from '../../support/json.ts';
import { stringifyJson } from '../../support/lossless-json.ts';
import { type Content, element } from '../../support/markup.ts';
import { traceLink } from '../trace-link.ts';
import { shorten } from '../words.ts';
import { type Exchange, exchangeOf } from './exchange.ts';
import { wallClock } from './parts.ts';
import type { Tones } from './tones.ts';

/** A kept round as the page shows it: plain JSON, texts ready to be read, instants in nanoseconds from the earliest release. */
export interface PageRound {
  readonly round: number;
  /** `round 4`, `the baseline`. */
  readonly name: string;
  /** In a list of rounds: `round 4: violated`. */
  readonly label: string;
  /** What it is kept for, and what it is worth: one sentence. */
  readonly note: string;
  readonly lanes: readonly Lane[];
  readonly lanesLeftOut: number;
  readonly spreadNs: number;
  readonly windowNs: number;
  readonly breaches: readonly Breach[];
  readonly observations: readonly Observation[];
  readonly exchanges: readonly Exchange[];
}

/** One request of the burst. */
export interface Lane {
  readonly member: number;
  readonly request: string;
  readonly instance?: string;
  readonly witness: boolean;
  readonly releasedNs?: number;
  readonly firstByteNs?: number;
  readonly doneNs?: number;
  /** Nobody knows whether it took effect: it may at any later time. */
  readonly open: boolean;
  /** The status of its answer, or the kind of its failure. */
  readonly told: string;
  readonly outcome: string;
  /** Class of its colour. */
  readonly tone: string;
  /** What was captured from its answer: `ticket 17`. */
  readonly captured: string;
  /** Method and URL; empty in histories of older versions. */
  readonly sent: string;
  /** Where its trace can be looked at, or its id. */
  readonly trace?: string;
}

/** What was read from the service before the burst and after it. */
export interface Observation {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

const longestValue = 120;
const longestFailure = 60;

export function pageRound(kept: KeptRound, scenario: ScenarioReport, startedAt: string, toneOf: Tones): PageRound {
  const witness = new Set(kept.broken.flatMap((breach) => breach.witness));
  const zeroNs = kept.releasedAtNs ?? 0;
  return {
    round: kept.round,
    name: kept.kind === 'baseline' ? 'the baseline' : `round ${kept.round}`,
    label: labelOf(kept),
    note: noteOf(kept, startedAt),
    lanes: kept.operations.map((operation) => lane(operation, scenario, zeroNs, witness, toneOf)),
    lanesLeftOut: kept.operationsLeftOut,
    spreadNs: kept.spreadUs * 1000,
    windowNs: scenario.spread.windowUs * 1000,
    breaches: kept.broken,
    observations: observations(kept),
    exchanges: kept.operations.filter(({ member }) => kept.whole.includes(member)).map(exchangeOf),
  };
}

function labelOf({ round, kind, verdict }: KeptRound): string {
  return kind === 'baseline' ? `baseline, one at a time: ${verdict}` : `round ${round}: ${verdict}`;
}

function noteOf({ kind, verdict, validity, because, delivery, releasedAtNs }: KeptRound, startedAt: string): string {
  const at = releasedAtNs === undefined ? '' : `, released at ${wallClock(startedAt, releasedAtNs)}`;
  const sent = `${at}${delivery === undefined ? '' : `, by ${delivery}`}`;
  if (kind === 'baseline') return `The same requests, one at a time${at}: what breaks here is no race.`;
  if (validity === 'valid') {
    const why = verdict === 'inconclusive' && because !== undefined ? ` ${because}.` : '';
    return `A valid round${sent}.${why}`;
  }
  if (validity === 'unjudged') return `Not judged${sent}: ${because ?? 'no reason known'}.`;
  const worth = verdict === 'violated' ? 'its violation counts all the same' : 'it proves nothing';
  return `Not a valid round${sent}: ${because ?? 'no reason known'}; ${worth}.`;
}

function lane(
  operation: Operation,
  scenario: ScenarioReport,
  zeroNs: number,
  witness: ReadonlySet<number>,
  toneOf: Tones,
): Lane {
  const trace = traceLink(scenario, operation);
  const { member, request, instance, releasedAtNs, firstByteAtNs, doneAtNs, effect, outcome, answer, failure } =
    operation;
  return {
    member,
    request,
    ...(instance !== undefined && { instance }),
    witness: witness.has(member),
    ...(releasedAtNs !== undefined && { releasedNs: releasedAtNs - zeroNs }),
    ...(firstByteAtNs !== undefined && { firstByteNs: firstByteAtNs - zeroNs }),
    ...(doneAtNs !== undefined && { doneNs: doneAtNs - zeroNs }),
    open: effect === 'info',
    told: answer === undefined ? shorten(failure?.message ?? 'no answer', longestFailure) : String(answer.status),
    outcome,
    tone: toneOf(outcome),
    captured: Object.entries(operation.captures)
      .map(([name, value]) => `${name} ${valueText(value)}`)
      .join(', '),
    sent: operation.sent === undefined ? '' : `${operation.sent.method} ${operation.sent.url}`,
    ...(trace !== undefined && { trace }),
  };
}

function observations({ initial, final }: KeptRound): readonly Observation[] {
  const names = [...new Set([...Object.keys(initial), ...Object.keys(final)])];
  return names.map((name) => ({ name, before: valueText(initial[name]), after: valueText(final[name]) }));
}

function valueText(value: Json | undefined): string {
  if (value === undefined) return 'not read';
  return shorten(typeof value === 'string' ? value : stringifyJson(value), longestValue);
}

/** A trace as a link where it is a web address, and only then. */
export function traceView(trace: string): Content {
  return /^https?:\/\//i.test(trace) ? element('a', { href: trace, rel: 'noreferrer' }, trace) : trace;
}
