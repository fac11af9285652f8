import { describe, expect, test } from 'vitest';
import { createJudge, type JudgeInput, judgeScenario, type ScenarioReport } from '../../../src/analysis/index.ts';
import type { RoundHistory } from '../../../src/history/history.ts';
import { invariant } from '../../../src/invariants/index.ts';
import { round } from '../invariants/history-builder.ts';
import { ticketSale } from './ticket-sale.ts';

const oneWinner = { name: 'one winner', count: { of: 'sold', exactly: 1 } };
const noErrors = { name: 'no errors', noErrors: true };

const totals = { requests: 10, durationMs: 1000, interrupted: false };
const wide = { timing: { spreadNs: 2_000_000, earlyAnswers: 0, maxInFlight: 2 } };
const trouble = {
  trouble: {
    phase: 'prepare',
    step: 'put one ticket on sale',
    message: 'status 500, expected 201',
    unreachable: false,
  },
} as const;

const timed = (spreadNs: number, maxInFlight: number) => ({ timing: { spreadNs, earlyAnswers: 0, maxInFlight } });
const serially = (text: string) => round(text, { round: 0, kind: 'baseline' });

function report(
  rounds: readonly RoundHistory[],
  more: Partial<JudgeInput> &
    Partial<typeof totals> & { readonly untestable?: string; readonly cutShort?: string } = {},
  specs: readonly object[] = [oneWinner],
): ScenarioReport {
  return judgeScenario(
    { ...ticketSale, ...totals, invariants: specs.map((spec) => invariant.parse(spec)), ...more },
    rounds,
  );
}

const clean = round('sold; refused');
const oversold = round('sold; sold', { round: 2 });

describe('held', () => {
  test('says how many rounds it rests on, and how sure that is', () => {
    const held = report([serially('sold; refused'), clean, clean, clean, clean]);
    expect(held).toMatchObject({
      verdict: 'held',
      because: '0 violations in 4 valid rounds; the violation rate is below 53 % (95 % confidence)',
      rounds: { planned: 4, fired: 4, valid: 4, violated: 0, invalid: 0, unjudged: 0 },
      invariants: [{ name: 'one winner', kind: 'count', verdict: 'held', held: 4, violated: 0, inconclusive: 0 }],
      baseline: { verdict: 'held', outcomes: { sold: 1, refused: 1 } },
    });
    expect(held.rounds.rateBelow).toBeCloseTo(1 - 0.05 ** 0.25);
  });

  test('takes half of the planned rounds, valid ones', () => {
    const tooWide = round('sold; refused', wide);
    expect(report([clean, clean, tooWide, tooWide]).verdict).toBe('held');
    expect(report([clean, tooWide, tooWide, tooWide])).toMatchObject({
      verdict: 'inconclusive',
      because: '"one winner": held in 1 of 4 planned rounds, at least 2 valid ones are needed',
      rounds: { valid: 1, invalid: 3 },
    });
  });

  test('does not count the rounds in which it could not be decided', () => {
    const undecided = round('sold; lost', { round: 3 });
    expect(report([clean, clean, undecided, undecided]).verdict).toBe('held');
    expect(report([clean, undecided, undecided, undecided])).toMatchObject({
      verdict: 'inconclusive',
      invariants: [
        { held: 1, inconclusive: 3, because: expect.stringContaining('undecided in 3 of 4 valid rounds; round 3: ') },
      ],
    });
  });

  test('rests its bound on the invariant that was decided least often', () => {
    const undecided = round('sold; unexpected#500');
    const { rounds } = report([clean, clean, clean, undecided], {}, [oneWinner, { count: { of: 'buy', exactly: 2 } }]);
    expect(rounds.rateBelow).toBeCloseTo(1 - 0.05 ** (1 / 3));
  });

  test('is never said of a run that was interrupted', () => {
    expect(report([clean, clean, clean], { interrupted: true })).toMatchObject({
      verdict: 'inconclusive',
      interrupted: true,
      because: '"one winner": interrupted after 3 of 4 rounds',
    });
  });

  test('is never said when nothing succeeded, with the remedy where nothing is made anew', () => {
    const usedUp = round('refused; refused', { prepared: [] });
    const { because } = report([usedUp, usedUp], {}, [{ count: { of: 'sold', atMost: 1 } }]);
    expect(because).toMatch(/nothing succeeded.*make a new one in `prepare`$/);
  });

  test('is never said when nothing succeeded', () => {
    const refused = round('refused; refused');
    expect(report([refused, refused, refused, refused], {}, [{ count: { of: 'sold', atMost: 1 } }])).toMatchObject({
      verdict: 'inconclusive',
      because: expect.stringContaining('nothing succeeded, so nothing could collide'),
    });
  });

  test('is never said when a rate limiter left nobody to collide with', () => {
    const alone = round('sold; limited');
    expect(report([alone, alone, alone, clean])).toMatchObject({
      verdict: 'inconclusive',
      doubts: expect.arrayContaining([expect.objectContaining({ kind: 'rate-limited' })]),
    });
  });
});

describe('violated', () => {
  test('comes with the first round that shows it, the witness first', () => {
    const text = 'refused; sold@5-9; refused; sold@3-9';
    const violated = report([clean, round(text, { round: 2 }), round('sold; sold', { round: 3 }), clean]);
    expect(violated).toMatchObject({
      verdict: 'violated',
      because:
        '"one winner" broke in 2 of 4 judged rounds, first in round 2; whether it takes a race to break it is unknown, since no baseline was judged',
      rounds: { violated: 2 },
      invariants: [
        { verdict: 'violated', violated: 2, held: 2, first: { round: 2, witness: [3, 1], valid: true, spreadUs: 1 } },
      ],
    });
    expect(violated.invariants[0]?.first?.operations.map(({ member }) => member)).toEqual([3, 1, 0, 2]);
    expect(violated.rounds.rateBetween?.[0]).toBeCloseTo(0.0676, 4);
    expect(violated.rounds.rateBetween?.[1]).toBeCloseTo(0.9324, 4);
  });

  test('does not claim that there was no baseline where one could not tell', () => {
    const baseline = round('lost; sold', { kind: 'baseline', round: 0 });
    expect(report([baseline, round('sold; sold')]).because).toContain('since the baseline could not tell');
  });

  test('needs no tight burst, so it raises no doubt of a wide one', () => {
    const wide = round('sold; sold', { timing: { spreadNs: 9e9, earlyAnswers: 0, maxInFlight: 1 } });
    expect(report([wide]).doubts).toEqual([]);
  });

  test('says where traces can be looked at, and keeps the ids of the witness', () => {
    const traced = oversold.operations.map((operation) => ({
      ...operation,
      traceId: String(operation.member).repeat(32),
    }));
    const traceUrl = 'https://tracing.example.com/{traceId}';
    const violated = report([{ ...oversold, operations: traced }], { traceUrl });
    expect(violated.traceUrl).toBe(traceUrl);
    expect(violated.invariants[0]?.first?.operations.map(({ traceId }) => traceId)).toEqual(
      ['0', '1'].map((digit) => digit.repeat(32)),
    );
    expect(report([oversold])).not.toHaveProperty('traceUrl');
  });

  test('is a race when the baseline held', () => {
    expect(report([serially('sold; refused'), oversold, clean])).toMatchObject({
      because: '"one winner" broke in 1 of 2 judged rounds, first in round 2',
      invariants: [{ cause: 'race' }],
    });
  });

  test('may rest on the baseline, which every round is judged beside', () => {
    const asInBaseline = { name: 'as one at a time', sequentialEquivalence: { reference: 'baseline' } };
    expect(report([serially('sold; refused'), clean, oversold], {}, [asInBaseline])).toMatchObject({
      verdict: 'violated',
      invariants: [{ cause: 'race', held: 1, violated: 1 }],
      baseline: { verdict: 'held' },
    });
    const unjudged = { ...serially('sold; refused'), ...trouble };
    expect(report([unjudged, clean, oversold], {}, [asInBaseline]).invariants).toMatchObject([{ inconclusive: 2 }]);
  });

  test('counts in a round with poor timing, and in an interrupted run', () => {
    expect(report([round('sold; sold', wide)], { interrupted: true })).toMatchObject({
      verdict: 'violated',
      invariants: [{ first: { valid: false } }],
    });
  });

  test('in the baseline is no race, and is not looked for in the race', () => {
    const serial = report([serially('sold; sold'), oversold, clean, clean, clean], {}, [oneWinner, noErrors]);
    expect(serial).toMatchObject({
      verdict: 'violated',
      because:
        '"one winner" breaks even when the members come one at a time: a plain bug or a wrong scenario, not a race',
      rounds: { violated: 0 },
      invariants: [
        { verdict: 'violated', cause: 'serial', violated: 0, first: { round: 0 } },
        { verdict: 'held', held: 4 },
      ],
      baseline: { verdict: 'violated', because: 'broken even one at a time: one winner' },
    });
  });

  test('is told round by round, for those who stop at the first', () => {
    const judge = createJudge({ ...ticketSale, invariants: [invariant.parse(oneWinner)] });
    expect(judge.add(clean)).toEqual({ validity: { kind: 'valid' }, violated: false });
    expect(judge.add(round('sold; sold', wide))).toEqual({
      validity: { kind: 'invalid', flaws: ['wide-spread'] },
      violated: true,
    });
  });
});

describe("a round that can't be judged", () => {
  test('says nothing, whatever it looks like', () => {
    const broken = round('sold; sold', trouble);
    const held = report([clean, clean, broken, round('sold; sold; unsent')]);
    expect(held).toMatchObject({ verdict: 'held', rounds: { valid: 2, violated: 0, unjudged: 2 } });
  });

  test('makes a scenario untestable when there is no other', () => {
    expect(report([round('', trouble), round('', trouble)])).toMatchObject({
      verdict: 'inconclusive',
      untestable: 'prepare, `put one ticket on sale`: status 500, expected 201',
      because: 'could not be tested: prepare, `put one ticket on sale`: status 500, expected 201',
    });
    expect(report([round('unsent; unsent')]).untestable).toBe('2 of 2 members were never sent: no reason known');
  });

  test('does not hide what the rounds before have shown', () => {
    const died = { untestable: 'prepare: ECONNREFUSED' };
    expect(report([oversold, round('', trouble)], died)).toMatchObject({
      verdict: 'violated',
      because: expect.stringMatching(/^"one winner" broke .*; ended early: prepare: ECONNREFUSED$/),
    });
    expect(report([clean, clean, clean], died)).toMatchObject({ verdict: 'inconclusive', untestable: died.untestable });
  });

  test('in the baseline leaves the cause of a violation open', () => {
    const { baseline, invariants } = report([round('', { ...trouble, round: 0, kind: 'baseline' }), oversold]);
    expect(baseline).toMatchObject({ verdict: 'inconclusive', because: expect.stringContaining('expected 201') });
    expect(invariants[0]).not.toHaveProperty('cause');
  });
});

describe('measurements', () => {
  test("list the distributions of outcomes, most frequent first, the scenario's own outcomes leading", () => {
    const lost = round('lost; sold');
    expect(report([oversold, clean, clean, lost]).outcomes).toEqual([
      { counts: { sold: 1, refused: 1 }, rounds: 2, violated: false },
      { counts: { sold: 2 }, rounds: 1, violated: true },
      { counts: { sold: 1, lost: 1 }, rounds: 1, violated: false },
    ]);
    expect(Object.keys(report([lost]).outcomes[0]?.counts ?? {})).toEqual(['sold', 'lost']);
  });

  test('give spread and latency over all rounds', () => {
    const slow = 'sold@0-4000000; refused@0-8000000';
    const { spread, latency } = report([round(slow, timed(400_000, 2)), round(slow, timed(800_000, 1))]);
    expect(spread.maxUs).toBe(800);
    expect(spread.p50Us).toBeCloseTo(400, 0);
    expect(spread).toMatchObject({ windowUs: 1000, inFlight: [1, 2] });
    expect(latency.maxMs).toBe(8);
    expect(latency.p50Ms).toBeCloseTo(4, 2);
  });

  test('are empty for a run without a round', () => {
    expect(report([])).toMatchObject({
      verdict: 'inconclusive',
      rounds: { fired: 0, valid: 0 },
      spread: { p50Us: 0, maxUs: 0, inFlight: [0, 0] },
      latency: { p50Ms: 0, maxMs: 0 },
      outcomes: [],
    });
  });
});

describe('a hunt that was cut short', () => {
  const cutShort = 'the time budget of 2 s ended it after 2 of 4 rounds';

  test('is held when it fired enough, and says what the fewer rounds are worth', () => {
    const held = report([serially('sold; refused'), clean, clean], { cutShort });
    expect(held).toMatchObject({
      verdict: 'held',
      cutShort,
      because: `0 violations in 2 valid rounds; the violation rate is below 78 % (95 % confidence); ${cutShort}`,
    });
    expect(held.doubts.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['cut-short', 'few-rounds']));
  });

  test('proves nothing when it fired too few, or none', () => {
    expect(report([serially('sold; refused'), clean], { cutShort })).toMatchObject({
      verdict: 'inconclusive',
      because: `${cutShort}; "one winner": held in 1 of 4 planned rounds, at least 2 valid ones are needed`,
    });
    const notBegun = report([], { cutShort: 'the time budget of 2 s was spent before its first round' });
    expect(notBegun.verdict).toBe('inconclusive');
    expect(notBegun.untestable).toBeUndefined();
  });

  test('in its baseline is no more untestable than one that was not begun, but for trouble of the target', () => {
    const message = 'the time budget of 2 s was spent after 1 of 2 members of the baseline';
    const stopped = { phase: 'burst', message, unreachable: false } as const;
    const baseline = round('sold; unsent', { round: 0, kind: 'baseline', trouble: { ...stopped, outOfTime: true } });
    const short = report([baseline], { cutShort: message });
    expect(short.verdict).toBe('inconclusive');
    expect(short.untestable).toBeUndefined();
    expect(short.because).toMatch(message);
    expect(report([{ ...baseline, trouble: stopped }], { cutShort: message }).untestable).toMatch(message);
  });

  test('is violated all the same', () => {
    expect(report([serially('sold; refused'), oversold], { cutShort }).verdict).toBe('violated');
  });
});

describe('a target that stops answering', () => {
  const untestable = 'prepare: nobody is there (ECONNREFUSED)';
  const gone = round('', {
    round: 3,
    trouble: { phase: 'prepare', message: 'nobody is there (ECONNREFUSED)', unreachable: true },
  });
  const stopped =
    'the target stopped answering in round 2 (2 of 2 members without an answer, then nobody is there (ECONNREFUSED)); 2 of 4 rounds not fired';
  const died = round('lost; lost', { round: 2 });

  test('is named in the first sentence, and is a doubt with advice of its own', () => {
    const dead = report([serially('sold; refused'), clean, died, gone], { untestable });
    expect(dead).toMatchObject({ verdict: 'inconclusive', untestable, because: `could not be tested: ${stopped}` });
    expect(dead.doubts[0]).toMatchObject({
      kind: 'stopped-answering',
      fact: 'the target stopped answering in round 2',
    });
    expect(dead.doubts.map(({ kind }) => kind)).not.toContain('few-rounds');
  });

  test('is named beside a race that was found before', () => {
    const { verdict, because } = report([round('sold; sold'), died, gone], { untestable });
    expect(verdict).toBe('violated');
    expect(because).toMatch(/^"one winner" broke .*; the target stopped answering in round 2 /);
  });
});

describe('a hunt that was interrupted', () => {
  const aborted = round('sold; unsent', {
    round: 2,
    trouble: { phase: 'burst', message: 'interrupted', unreachable: true },
    timing: { spreadNs: 0, earlyAnswers: 0, maxInFlight: 0 },
  });
  const operations = aborted.operations.map((operation) =>
    operation.outcome === 'unsent'
      ? { ...operation, failure: { kind: 'aborted', code: 'RACEHOUND_ABORTED', message: 'interrupted' } as const }
      : operation,
  );
  const rounds = [serially('sold; refused'), clean, { ...aborted, operations }];

  test('says so first, and draws no doubt from the round that was broken off', () => {
    const stopped = report(rounds, { interrupted: true });
    expect(stopped).toMatchObject({
      because: '"one winner": interrupted after 1 of 4 rounds',
      doubts: [],
      failures: [],
      spread: { inFlight: [20, 20] },
    });
  });

  test('says so beside a violation', () => {
    const { because } = report([oversold, ...rounds.slice(2)], { interrupted: true });
    expect(because).toMatch(/; interrupted after 1 of 4 rounds$/);
  });
});

test('the reasons for which members had no full answer are counted, the baseline included', () => {
  const { failures } = report([serially('lost; sold'), round('lost; sold')]);
  expect(failures).toEqual([{ kind: 'reset', code: 'ECONNRESET', message: 'the connection was reset', operations: 2 }]);
});
