import { describe, expect, test } from 'vitest';
import { type JudgeInput, judgeScenario } from '../../../src/analysis/index.ts';
import type { BurstTiming, RoundHistory } from '../../../src/history/history.ts';
import type { Failure } from '../../../src/history/operation.ts';
import { invariant } from '../../../src/invariants/index.ts';
import { round } from '../invariants/history-builder.ts';

const input: JudgeInput = {
  name: 'a scenario',
  file: 'a.race.yaml',
  target: 'http://127.0.0.1:4100',
  seed: 1,
  roundsPlanned: 60,
  windowNs: 1_000_000,
  members: 4,
  sync: 'auto',
  wire: [],
  replay: '',
  invariants: [invariant.parse({ count: { of: 'buy', atLeast: 0 } })],
  outcomes: [],
};

function doubtsAbout(
  rounds: readonly RoundHistory[],
  more: Partial<JudgeInput> = {},
): Readonly<Record<string, string>> {
  const totals = { requests: 0, durationMs: 0, interrupted: false };
  const { doubts } = judgeScenario({ ...input, ...more, ...totals }, rounds);
  return Object.fromEntries(doubts.map(({ kind, fact }) => [kind, fact]));
}

const timed = (timing: Partial<BurstTiming>) =>
  round('ok; ok; ok; ok', { timing: { spreadNs: 1000, earlyAnswers: 0, maxInFlight: 4, ...timing } });
const clean = Array.from({ length: 60 }, () => timed({}));

test('more rounds are asked for by the setting that there is, and one round is one round', () => {
  const hints = (more: Partial<JudgeInput>) =>
    judgeScenario({ ...input, ...more, roundsPlanned: 1, requests: 0, durationMs: 0, interrupted: false }, [timed({})]);
  const [doubt] = hints({}).doubts;
  expect(doubt?.fact).toContain('stays hidden from 1 valid round with');
  expect(doubt?.hint).toBe('raise `rounds` to 60 or more');
  const replayed = hints({ replayOf: { run: 'a', round: 1 } });
  expect(replayed.doubts[0]?.hint).toBe('raise --tries to 60 or more');
  expect(replayed.because).toContain('not seen in 1 try;');
});

test('sixty clean rounds leave no doubt', () => {
  expect(doubtsAbout(clean)).toEqual({});
});

describe('a doubt is raised with its numbers', () => {
  test.each([
    [
      'wide-spread',
      timed({ spreadNs: 5_000_000 }),
      /^1 of 61 rounds were released over more than the window of 1 ms .* widest 5 ms/,
    ],
    ['early-answers', timed({ earlyAnswers: 2 }), /^in 1 of 61 rounds an answer came before/],
    ['no-overlap', timed({ maxInFlight: 1 }), /^in 1 of 61 rounds no two members were in flight/],
    ['rate-limited', round('ok; ok; limited; limited'), /^a rate limiter turned away 2 of 244 operations$/],
    [
      'rate-limited',
      round('ok; limited; limited; limited'),
      /3 of 244 operations, and left fewer than two in 1 of 61 rounds$/,
    ],
    ['unknown-outcomes', round('ok; ok; lost; unexpected#500'), /^the effect of 2 of 244 operations is unknown/],
    [
      'unsettled',
      round('ok; ok; ok; ok', { unsettled: true }),
      /^in 1 of 61 rounds the final observations were still changing/,
    ],
    ['unsent', round('ok; ok; ok; unsent'), /^in 1 of 61 rounds members never left/],
  ])('%s', (kind, flawed, fact) => {
    expect(doubtsAbout([...clean, flawed])).toEqual({ [kind]: expect.stringMatching(fact) });
  });

  test('few-rounds', () => {
    expect(doubtsAbout(clean.slice(0, 10))).toEqual({
      'few-rounds': 'a race that hits one round in twenty stays hidden from 10 valid rounds with 60 % probability',
    });
  });

  test('few-rounds, of which some were pipelined', () => {
    const pipelined: RoundHistory = {
      ...timed({}),
      delivery: { method: 'pipelined', protocol: 'http/1.1', hold: 'headers', threads: 1, connections: 'warm' },
    };
    expect(doubtsAbout([...clean.slice(1), pipelined])).toEqual({});
    const { doubts } = judgeScenario({ ...input, requests: 0, durationMs: 0, interrupted: false }, [
      ...clean.slice(2),
      pipelined,
      pipelined,
    ]);
    expect(doubts.map(({ kind, hint }) => [kind, hint])).toEqual([
      [
        'few-rounds',
        'see to it that more of the rounds are valid (pipelined ones count only when they violate: pin `sync: pipelined` if the service handles such requests side by side), or raise `rounds`',
      ],
    ]);
  });

  test('priority-refused', () => {
    expect(doubtsAbout(clean, { priorityRefused: 'EACCES' })).toEqual({
      'priority-refused': 'the operating system refused a higher priority: EACCES',
    });
  });
});

test('few rounds are enough to show a violation', () => {
  const broken = [invariant.parse({ count: { of: 'ok', atMost: 1 } })];
  expect(doubtsAbout(clean.slice(0, 3), { invariants: broken })).toEqual({});
});

describe('a service that takes the members one after the other', () => {
  const baseline = round('ok@0-100; ok@200-300; ok@400-500; ok@600-700', { round: 0, kind: 'baseline' });
  const inTurn = round('ok@0-100; ok@0-200; ok@0-300; ok@0-400');
  const together = round('ok@0-110; ok@0-120; ok@0-105; ok@0-180');

  test('is suspected when most rounds take as long as the members alone, end to end', () => {
    expect(doubtsAbout([baseline, ...clean, ...Array.from({ length: 61 }, () => inTurn)])).toHaveProperty(
      'serial-service',
    );
  });

  test('is not suspected when the answers come together', () => {
    expect(doubtsAbout([baseline, ...Array.from({ length: 60 }, () => together)])).toEqual({});
  });

  test('is not suspected without a baseline to compare with, nor of members that are released apart on purpose', () => {
    expect(doubtsAbout(Array.from({ length: 60 }, () => inTurn))).toEqual({});
    const apart = { ...inTurn, operations: inTurn.operations.map((operation) => ({ ...operation, offsetNs: 50 })) };
    expect(doubtsAbout([baseline, ...Array.from({ length: 60 }, () => apart)])).toEqual({});
  });
});

describe('the advice on unknown outcomes fits the commonest reason', () => {
  const hintAfter = (failure: Failure | undefined) => {
    const rounds = clean.slice(1);
    const unknown = round('ok; ok; ok; unexpected#500');
    const operations = unknown.operations.map((operation) =>
      operation.outcome === 'ok' || failure === undefined ? operation : { ...operation, failure },
    );
    const totals = { requests: 0, durationMs: 0, interrupted: false };
    return judgeScenario({ ...input, ...totals }, [...rounds, { ...unknown, operations }]).doubts[0]?.hint;
  };

  test.each([
    [{ kind: 'timeout', code: 'RACEHOUND_TIMEOUT', message: 'timed out' }, /^raise `timeout`/],
    [{ kind: 'reset', code: 'HPE_INVALID_CONSTANT', message: 'Expected HTTP/' }, /does not answer in HTTP/],
    [{ kind: 'hold', code: 'HTTPParserError', message: 'Response does not match' }, /does not answer in HTTP/],
    [{ kind: 'reset', code: 'ECONNRESET', message: 'read ECONNRESET' }, /look at the log of the service/],
    [undefined, /^name such an answer as an outcome/],
  ] as const)('%o', (failure, hint) => {
    expect(hintAfter(failure)).toMatch(hint);
  });
});

test('a budget that was spent on timeouts asks for a service that is well, not for more time', () => {
  const { operations, ...baseline } = round('lost; lost', { round: 0, kind: 'baseline' });
  const failure = { kind: 'timeout', code: 'RACEHOUND_TIMEOUT', message: 'timed out' } as const;
  const timedOut = { ...baseline, operations: operations.map((operation) => ({ ...operation, failure })) };
  const totals = { requests: 0, durationMs: 0, interrupted: false, cutShort: 'the time budget was spent' };
  const { doubts } = judgeScenario({ ...input, ...totals }, [timedOut]);
  expect(doubts.map(({ kind, hint }) => [kind, hint])).toEqual([
    ['cut-short', expect.stringMatching(/^see whether the service is well/)],
  ]);
});
