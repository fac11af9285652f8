import { durationText } from '../support/duration.ts';
import { percent } from '../support/percent.ts';
import { plural } from '../support/plural.ts';
import type { Counts } from './measurements.ts';
import type { Doubt, FailureReport, SpreadReport } from './run-report.ts';

/** What the doubts of a run are drawn from. */
export interface Evidence {
  readonly counts: Readonly<Counts>;
  readonly spread: SpreadReport;
  readonly planned: number;
  /** Its rounds are tries of one that was recorded. */
  readonly isReplay: boolean;
  readonly violated: boolean;
  /** What the operating system said when the tool asked for a higher priority. */
  readonly priorityRefused?: string;
  readonly serialService: boolean;
  /** Why it ended before its last round without trouble. */
  readonly cutShort?: string;
  /** It ended by itself, neither interrupted nor given up: more rounds would be more evidence. */
  readonly ended: boolean;
  /** Since when the target has been silent, where it answered before. */
  readonly stopped?: string;
  /** Why members had no full answer, most frequent first. */
  readonly failures: readonly FailureReport[];
}

/** Fewer valid rounds than this are less than 95 % sure to meet a race that hits one round in twenty. */
const enoughRounds = 59;

/** Every measured reason to trust a run less, each with what to do about it; the ones that cost most evidence first. */
export function doubtsOf({
  counts,
  spread,
  planned,
  isReplay,
  violated,
  priorityRefused,
  serialService,
  cutShort,
  ended,
  stopped,
  failures,
}: Evidence): readonly Doubt[] {
  const { flawed, fired, operations } = counts;
  const ofFired = (rounds: number) => `${rounds} of ${plural(fired, 'round')}`;
  const share = (part: number) => `${part} of ${plural(operations, 'operation')}`;
  const [commonest] = failures;
  const doubts: (Doubt | false)[] = [
    stopped !== undefined && {
      kind: 'stopped-answering',
      fact: stopped,
      hint: 'look at the log of the service: if the burst brought it down, that is a finding of its own',
    },
    cutShort !== undefined && {
      kind: 'cut-short',
      fact: cutShort,
      hint:
        counts.fired === 0 && commonest?.kind === 'timeout'
          ? 'see whether the service is well, or lower `timeout`: more time (--max-time) alone is spent on waiting'
          : 'give it more time (--max-time), or plan fewer rounds (--rounds): then what was fired can be judged as a whole',
    },
    // A violation is proof, however wide its burst was.
    !violated &&
      flawed['wide-spread'] > 0 && {
        kind: 'wide-spread',
        fact: `${ofFired(flawed['wide-spread'])} were released over more than the window of ${durationText(spread.windowUs * 1e3)} (half of all within ${durationText(spread.p50Us * 1e3)}, the widest ${durationText(spread.maxUs * 1e3)})`,
        hint: 'run on a quieter machine or with fewer members; or widen `burst.window` if the race is slow enough for it',
      },
    flawed['early-answers'] > 0 && {
      kind: 'early-answers',
      fact: `in ${ofFired(flawed['early-answers'])} an answer came before its request was released`,
      hint: 'something answers without waiting for the whole request (a cache, a redirect, an authentication layer): check that the members reach the code under test',
    },
    !violated &&
      flawed['no-overlap'] > 0 && {
        kind: 'no-overlap',
        fact: `in ${ofFired(flawed['no-overlap'])} no two members were in flight together`,
        hint: 'the service answers faster than the members are released: fire more of them, or remove `at` offsets that keep them apart',
      },
    counts.limited > 0 && {
      kind: 'rate-limited',
      fact: `a rate limiter turned away ${share(counts.limited)}${flawed['rate-limited'] === 0 ? '' : `, and left fewer than two in ${ofFired(flawed['rate-limited'])}`}`,
      hint: 'raise the limit for the test user, give each member an identity of its own (`data`), or name the answer as an outcome if the limiter is what you test',
    },
    counts.unknown > 0 && {
      kind: 'unknown-outcomes',
      fact: `the effect of ${share(counts.unknown)} is unknown (no full answer, 408 or 5xx)`,
      hint: unknownHint(commonest),
    },
    counts.unsettled > 0 && {
      kind: 'unsettled',
      fact: `in ${ofFired(counts.unsettled)} the final observations were still changing when they were read`,
      hint: 'raise `burst.settle` until the service has come to rest',
    },
    // Members that find nobody there are no matter of limits.
    counts.unsent > 0 &&
      stopped === undefined && {
        kind: 'unsent',
        fact: `in ${ofFired(counts.unsent)} members never left; those were not judged`,
        hint: isNotHttp(commonest)
          ? notHttpHint
          : 'check that the target takes that many connections at once, and the limit of open files (`ulimit -n`)',
      },
    serialService &&
      !violated && {
        kind: 'serial-service',
        fact: 'the answers came one after the other, as far apart as if each member had waited for the one before',
        hint: 'fine if the lock that protects the data does this; if it is a session lock or a single worker, the members never raced: give each a session of its own, or test with as many workers as production has',
      },
    !violated &&
      ended &&
      counts.valid > 0 &&
      counts.valid < enoughRounds && {
        kind: 'few-rounds',
        fact: `a race that hits one round in twenty stays hidden from ${plural(counts.valid, 'valid round')} with ${percent(0.95 ** counts.valid)} probability`,
        hint: forMoreRounds(planned, flawed['maybe-in-turn'], cutShort, isReplay),
      },
    !violated &&
      counts.fired > 0 &&
      priorityRefused !== undefined && {
        kind: 'priority-refused',
        fact: `the operating system refused a higher priority: ${priorityRefused}`,
        hint: 'only worth changing when the spread is too wide: run with the right to raise priority, or on a quieter machine',
      },
  ];
  return doubts.filter((doubt) => doubt !== false);
}

const notHttpHint = 'the target does not answer in HTTP: check its host and port';

/** Errors of undici's parser carry a code of llhttp, or only a name. */
function isNotHttp(failure: FailureReport | undefined): boolean {
  return failure !== undefined && (failure.code.startsWith('HPE_') || failure.code === 'HTTPParserError');
}

/** By the commonest reason for which members had no full answer; without one they were answered by 408 or 5xx. */
function unknownHint(commonest: FailureReport | undefined): string {
  if (commonest === undefined) return 'name such an answer as an outcome and tell its `effect`';
  if (isNotHttp(commonest)) return notHttpHint;
  if (commonest.kind === 'timeout') return 'raise `timeout`, or fire fewer members';
  return 'the connection broke before the whole answer was there: look at the log of the service, or fire fewer members';
}

function forMoreRounds(planned: number, maybeInTurn: number, cutShort: string | undefined, isReplay: boolean): string {
  if (cutShort !== undefined) return 'let it fire the rounds that are missing';
  const setting = isReplay ? '--tries' : '`rounds`';
  if (planned < 60) return `raise ${setting} to 60 or more`;
  const pipelined =
    maybeInTurn === 0
      ? ''
      : ` (pipelined ones count only when they violate: pin \`sync: pipelined\` if the service handles such requests side by side)`;
  return `see to it that more of the rounds are valid${pipelined}, or raise ${setting}`;
}
