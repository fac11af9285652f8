import { describe, expect, it } from 'vitest';
import { createJudge, type JudgeInput, type ScenarioReport } from '../../../src/analysis/index.ts';
import type { RoundHistory } from '../../../src/history/history.ts';
import { invariant } from '../../../src/invariants/index.ts';
import { round } from '../invariants/history-builder.ts';
import { ticketSale } from './ticket-sale.ts';

const facts: JudgeInput = {
  ...ticketSale,
  invariants: [
    { name: 'one winner', count: { of: 'sold', exactly: 1 } },
    { name: 'no ticket number twice', unique: { of: 'sold', value: 'ticket' } },
  ].map((spec) => invariant.parse(spec)),
};

function report(rounds: readonly RoundHistory[]): ScenarioReport {
  const judge = createJudge(facts);
  for (const each of rounds) judge.add(each);
  return judge.report({ requests: 1, durationMs: 1, interrupted: false });
}

const numbered = (text: string, number: number, more: Partial<RoundHistory> = {}) =>
  round(text, { round: number, ...more });
const held = (number: number) => numbered('sold ticket=1; refused', number);
const oversold = (number: number) => numbered('sold@5-90 ticket=1; sold@8-95 ticket=2; refused', number);
const wide = { timing: { spreadNs: 2_000_000, earlyAnswers: 0, maxInFlight: 2 } };

describe('the rounds that are kept whole', () => {
  it('are the baseline, the first of each kind, and a bounded number that broke something', () => {
    const rounds = [
      round('sold ticket=1; refused', { round: 0, kind: 'baseline' }),
      held(1),
      held(2),
      numbered('sold ticket=1; refused', 3, wide),
      ...Array.from({ length: 30 }, (_, place) => oversold(place + 4)),
      held(34),
    ];
    const { kept } = report(rounds);
    expect(kept.map((each) => each.round)).toEqual([0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(kept.slice(0, 4)).toMatchObject([
      { kind: 'baseline', verdict: 'held' },
      { kind: 'race', verdict: 'held', validity: 'valid', broken: [] },
      { verdict: 'inconclusive', validity: 'invalid', because: 'the releases were further apart than the window' },
      { verdict: 'violated', broken: [{ invariant: 'one winner', expected: 'sold: exactly 1', witness: [0, 1] }] },
    ]);
  });

  it('have the first round of every invariant, however late it comes', () => {
    const twice = numbered('refused; sold ticket=1; sold ticket=1', 50);
    const { kept, invariants } = report([...Array.from({ length: 40 }, (_, place) => oversold(place + 1)), twice]);
    expect(kept.at(-1)).toMatchObject({ round: 50, broken: [{ witness: [1, 2] }, { witness: [1, 2] }] });
    expect(invariants.map(({ first }) => kept.some((each) => each.round === first?.round))).toEqual([true, true]);
  });

  it('have the first answer that no outcome describes, with its body', () => {
    const many = Array.from({ length: 300 }, (_, place) => `refused@${place}-900`).join(';');
    const withStrange = (number: number) => {
      const { operations, ...rest } = numbered(`sold ticket=1;${many};unclaimed@800-950`, number);
      return {
        ...rest,
        operations: operations.map((operation) =>
          operation.outcome !== 'unexpected' || operation.answer === undefined
            ? operation
            : { ...operation, answer: { ...operation.answer, body: 'no such route' } },
        ),
      };
    };
    const { kept } = report([held(1), held(2), withStrange(3), withStrange(4)]);
    expect(kept.map((each) => each.round)).toEqual([1, 3]);
    expect(kept[1]?.whole).toContain(301);
    expect(kept[1]?.operations.find(({ member }) => member === 301)?.answer?.body).toBe('no such route');
    expect(kept[1]?.operations).toHaveLength(200);
  });

  it('say how the requests of a witness met', () => {
    const [kept] = report([oversold(1)]).kept;
    expect(kept?.broken[0]?.collision).toEqual({ releasedApartUs: 0.003, togetherUs: 0.082 });
    expect(kept).toMatchObject({ releasedAtNs: 0, spreadUs: 1, maxInFlight: 20 });
  });

  it('put the witness first, and then the order of release', () => {
    const [kept] = report([numbered('refused@9-20; sold@5-90 ticket=1; refused@2-30; sold@3-95 ticket=2', 1)]).kept;
    expect(kept?.operations.map(({ member }) => member)).toEqual([3, 1, 2, 0]);
  });

  it('keep few answers with their content, bodies cut and credentials hidden', () => {
    const many = numbered(Array.from({ length: 300 }, (_, place) => `sold ticket=${place}`).join(';'), 1);
    const content = { headers: [['set-cookie', 'session=s3cret; Path=/'] as const], body: 'x'.repeat(100_000) };
    const [kept] = report([
      {
        ...many,
        operations: many.operations.map((operation) => ({
          ...operation,
          answer: { status: 201, ...content, bodyBytes: 100_000 },
        })),
      },
    ]).kept;
    expect(kept?.operations.length).toBe(200);
    expect(kept?.operationsLeftOut).toBe(100);
    expect(kept?.whole).toEqual([0, 1]);
    expect(kept?.operations[0]?.answer?.body).toHaveLength(4097);
    expect(kept?.operations[2]?.answer).toEqual({ status: 201, headers: [], body: '', bodyBytes: 100_000 });
    expect(JSON.stringify(kept)).not.toContain('s3cret');
  });
});

describe('the rows', () => {
  it('tell of every race round what it came to, in one line', () => {
    const trouble = { phase: 'prepare', message: 'status 500', unreachable: false } as const;
    const { rows } = report([
      round('sold ticket=1; refused', { round: 0, kind: 'baseline' }),
      oversold(1),
      held(2),
      round('', { round: 3, trouble }),
      numbered('sold ticket=1; lost', 4),
    ]);
    expect(rows).toMatchObject([
      { round: 1, verdict: 'violated', broken: ['one winner'], outcomes: { sold: 2, refused: 1 }, spreadUs: 1 },
      { round: 2, verdict: 'held', validity: 'valid', broken: [] },
      { round: 3, verdict: 'inconclusive', validity: 'unjudged', because: 'prepare: status 500', outcomes: {} },
      { round: 4, verdict: 'inconclusive', validity: 'valid', because: expect.stringContaining('"one winner": ') },
    ]);
  });

  it('are bounded', () => {
    expect(report(Array.from({ length: 2100 }, (_, place) => held(place + 1))).rows).toHaveLength(2000);
  });
});
