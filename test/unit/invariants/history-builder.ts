import type { Observations, RoundHistory } from '../../../src/history/history.ts';
import type { Effect, Operation } from '../../../src/history/operation.ts';
import { type CheckResult, invariant, judgeRound } from '../../../src/invariants/index.ts';
import type { Json } from '../../../src/support/json.ts';
import { parseJson } from '../../../src/support/lossless-json.ts';

/**
 * A round in a few words, one operation after another, separated by `;`:
 *
 *     [request:]outcome[#status][@begin-end] [capture=value ...] [sent:value ...]
 *
 * `sold; sold key:"k1" ticket="A1"; refund:refused#409; lost; limited; sold@10-25`. The member is the place, the request `buy`, the
 * interval 0-100 (nanoseconds; an end left out was never reached). `sold?` has an unknown effect whatever its status.
 * `limited` is what a rate limiter turned away: outcome `unexpected`, status 429; `unclaimed` a success that no outcome names.
 */
export function round(text: string, more: Partial<RoundHistory> = {}): RoundHistory {
  return {
    round: 1,
    kind: 'race',
    startedAtNs: 0,
    operations: text
      .split(';')
      .filter((part) => part.trim() !== '')
      .map((part, member) => operation(part.trim(), member)),
    initial: {},
    final: {},
    unsettled: false,
    timing: { spreadNs: 1000, earlyAnswers: 0, maxInFlight: 20 },
    ...more,
  };
}

/** The observations of a round, as in `observed({ stock: 10 }, { stock: 9 })`. */
export function observed(initial: Observations, final: Observations): Partial<RoundHistory> {
  return { initial, final };
}

/** Judges a round by one invariant, written as in a scenario file. */
export function judge(
  spec: Readonly<Record<string, unknown>>,
  history: RoundHistory,
  baseline?: RoundHistory,
): CheckResult {
  return judgeRound(invariant.parse(spec), history, baseline);
}

/** What the schema of `invariants:` has against an entry. */
export function issuesOf(entry: unknown): readonly { readonly code: string; readonly message: string }[] {
  return invariant.safeParse(entry).error?.issues ?? [];
}

/** An operation whose effect and answer nobody knows any more. */
export function weakened(operation: Operation): Operation {
  const { answer: _answer, doneAtNs: _doneAtNs, ...rest } = operation;
  return { ...rest, ...lost, captures: {}, missing: {} };
}

const lost = {
  outcome: 'lost',
  effect: 'info',
  limited: false,
  failure: { kind: 'reset', code: 'ECONNRESET', message: 'the connection was reset' },
} as const;

const pattern = /^(?:(\w+):)?(\w+)(\?)?(?:#(\d+))?(?:@(\d+)-(\d*))?((?:\s+\w+[=:]\S+)*)$/;

function operation(text: string, member: number): Operation {
  const match = pattern.exec(text);
  if (match === null) throw new Error(`no operation of the mini-language: ${text}`);
  const [, request = 'buy', name = '', unknown, status, begin = '0', end = '100', own = ''] = match;
  const values = ownOf(own, ':');
  const limited = name === 'limited';
  const outcome = limited || name === 'unclaimed' ? 'unexpected' : name;
  const exchange = {
    member,
    stagedAtNs: Number(begin),
    releasedAtNs: Number(begin),
    request,
    offsetNs: 0,
    outcome,
    limited,
    ...(Object.keys(values).length > 0 && { values }),
    captures: ownOf(own, '='),
    missing: {},
  };
  if (outcome === 'lost') return { ...exchange, ...lost };
  if (outcome === 'unsent') return { ...exchange, effect: 'fail' };
  const known = answers[name] ?? { status: 200, effect: 'ok' };
  return {
    ...exchange,
    effect: unknown === '?' ? 'info' : known.effect,
    ...(end !== '' && { doneAtNs: Number(end) }),
    answer: { status: status === undefined ? known.status : Number(status), headers: [], body: '', bodyBytes: 0 },
  };
}

/** What the names of the mini-language stand for; every other one is a success. */
const answers: Readonly<Record<string, { readonly status: number; readonly effect: Effect }>> = {
  refused: { status: 409, effect: 'fail' },
  limited: { status: 429, effect: 'fail' },
  unexpected: { status: 500, effect: 'info' },
};

/** The captures (`name=value`) or the sent values (`name:value`) of an operation. */
function ownOf(text: string, mark: '=' | ':'): Readonly<Record<string, Json>> {
  const pairs = [...text.matchAll(/(\w+)([=:])(\S+)/g)].filter(([, , found]) => found === mark);
  return Object.fromEntries(pairs.map(([, name = '', , value = '']) => [name, parseJson(value)]));
}
