import { describe, expect, test } from 'vitest';
import type { RoundHistory } from '../../../src/history/history.ts';
import { invariant } from '../../../src/invariants/index.ts';
import { judge, observed, round } from './history-builder.ts';

const sequential = (spec: Readonly<Record<string, unknown>>) => ({ sequentialEquivalence: spec });
const asBaseline = (text: string): RoundHistory => ({ ...round(text), round: 0, kind: 'baseline' });

describe('sequentialEquivalence with the baseline', () => {
  const spec = sequential({ reference: 'baseline' });
  const serial = asBaseline('sold; refused; refused');

  test('holds for the same answers in another order', () => {
    expect(judge(spec, round('refused; refused; sold'), serial)).toEqual({
      verdict: 'held',
      measured: 'refused 2, sold 1',
    });
  });

  test('shows the earliest members that got an answer once too often', () => {
    expect(judge(spec, round('sold@20-90; refused; sold@10-90'), serial)).toEqual({
      verdict: 'violated',
      expected: 'a serial run gives sold 1, refused 2',
      measured: 'refused 1, sold 2',
      witness: [2, 0],
      because: 'the effect of every operation is known',
      details: ['sold: 2 times here, 1 at most in a serial run'],
    });
  });

  test('shows an answer that no serial run gives', () => {
    expect(judge(spec, round('sold; refused; strange'), serial)).toMatchObject({
      verdict: 'violated',
      witness: [2],
      details: ['strange: 1 time here, never in a serial run'],
    });
  });

  test('compares a value of each answer where it is asked for', () => {
    const tickets = sequential({ reference: 'baseline', of: 'buy', value: 'ticket' });
    const numbered = asBaseline('sold ticket=1; sold ticket=2');
    expect(judge(tickets, round('sold ticket=2; sold ticket=1'), numbered).verdict).toBe('held');
    expect(judge(tickets, round('sold ticket=1; sold ticket=1'), numbered)).toMatchObject({
      verdict: 'violated',
      witness: [0, 1],
      measured: 'sold 2 (2 × 1)',
      details: ['sold with 1: 2 times here, 1 at most in a serial run'],
    });
    expect(judge(tickets, round('sold ticket=1; sold'), numbered)).toMatchObject({
      verdict: 'inconclusive',
      because: expect.stringContaining('`ticket` has no value in member 1'),
    });
    expect(judge(tickets, round('sold; sold; sold'), numbered).verdict).toBe('violated');
  });

  test('is inconclusive when an unknown operation decides, and not when it can not', () => {
    expect(judge(spec, round('sold; refused; lost'), serial).verdict).toBe('inconclusive');
    expect(judge(spec, round('refused; refused; limited'), serial).verdict).toBe('inconclusive');
    expect(judge(spec, round('sold; sold; lost'), serial)).toMatchObject({
      verdict: 'violated',
      witness: [0, 1],
      because: "1 unknown operation can't take back an answer that others were given",
    });
  });

  test('calls nothing violated where the members send several requests: one baseline is one order of them', () => {
    const mixed = asBaseline('redeem:ok; refund:ok');
    expect(judge(spec, round('redeem:refused; refund:ok'), mixed)).toMatchObject({
      verdict: 'inconclusive',
      because: expect.stringContaining('it is only one order of redeem and refund: list what is `allowed`'),
    });
    expect(judge(spec, round('redeem:ok; refund:ok'), mixed)).toEqual({
      verdict: 'held',
      measured: 'redeem.ok 1, refund.ok 1',
    });
  });

  test('is inconclusive without a baseline, and with one that has no answer', () => {
    expect(judge(spec, round('sold'))).toMatchObject({
      verdict: 'inconclusive',
      because: 'there was no baseline that could be judged; list what is `allowed` instead',
    });
    expect(judge(spec, round('sold'), asBaseline('lost'))).toMatchObject({
      verdict: 'inconclusive',
      because: 'the baseline has no answer of member 0 to compare with',
    });
  });

  test('holds for the baseline itself, and for an empty round', () => {
    expect(judge(spec, serial).verdict).toBe('held');
    expect(judge(spec, round(''), asBaseline('')).verdict).toBe('held');
  });
});

describe('sequentialEquivalence with a list', () => {
  const spec = sequential({ allowed: [{ sold: 'initial.stock', refused: 1 }, { refused: 2 }] });
  const stock = observed({ stock: 1 }, {});

  test('holds for each of the multisets', () => {
    expect(judge(spec, round('sold; refused', stock)).verdict).toBe('held');
    expect(judge(spec, round('refused; refused', stock)).verdict).toBe('held');
  });

  test('shows what contradicts all of them', () => {
    expect(judge(spec, round('sold; sold', stock))).toMatchObject({
      verdict: 'violated',
      expected: 'a serial run gives sold 1, refused 1, or refused 2',
      witness: [0, 1],
      details: ['sold: 2 times here, 1 at most in a serial run', 'sold: 2 times here, never in a serial run'],
    });
  });

  test('shows that answers are lacking, by no member', () => {
    expect(judge(sequential({ allowed: [{ sold: 3 }] }), round('sold; sold'))).toMatchObject({
      verdict: 'violated',
      witness: [],
      details: ['a serial run gives 3 answers, here there are 2 at most'],
    });
    expect(judge(sequential({ allowed: [{ sold: 3 }] }), round('sold; sold; lost')).verdict).toBe('inconclusive');
  });

  test('takes lists of values', () => {
    const numbered = sequential({ value: 'ticket', allowed: [{ sold: [1, 2], refused: 1 }] });
    expect(judge(numbered, round('sold ticket=2; refused ticket=0; sold ticket=1')).verdict).toBe('held');
    expect(judge(numbered, round('sold ticket=2; refused ticket=0; sold ticket=3'))).toMatchObject({
      verdict: 'violated',
      witness: [2],
    });
  });

  test('tells the requests apart where the list does', () => {
    const each = sequential({
      allowed: [
        { 'redeem.ok': 1, 'refund.refused': 1 },
        { 'redeem.ok': 1, 'refund.ok': 1 },
      ],
    });
    expect(judge(each, round('refund:ok; redeem:ok')).verdict).toBe('held');
    expect(judge(each, round('refund:refused; redeem:refused'))).toMatchObject({ verdict: 'violated', witness: [1] });
  });

  test('does not blame what a lost member of another request may have caused', () => {
    const both = sequential({ allowed: [{ ok: 2 }] });
    expect(judge(both, round('deposit:lost; withdraw:refused')).verdict).toBe('inconclusive');
    expect(judge(both, round('withdraw:lost; withdraw:refused')).verdict).toBe('violated');
  });

  test('refuses numbers that count nothing', () => {
    expect(judge(spec, round('sold', observed({ stock: 1.5 }, {})))).toMatchObject({
      verdict: 'inconclusive',
      because: 'sold: 1.5 is allowed, expected a whole number from 0',
    });
  });
});

test.each([
  [{}, 'expected exactly one of reference, allowed, found neither'],
  [{ reference: 'baseline', allowed: [{ sold: 1 }] }, 'expected exactly one of reference, allowed, found both'],
  [
    { allowed: [{ sold: [1] }] },
    'expected a number: a list of values needs `value`, which says what to compare with them',
  ],
])('the scenario must say what a serial run gives: %j', (spec, message) => {
  expect(invariant.safeParse(sequential(spec)).error?.issues.map((issue) => issue.message)).toEqual([message]);
});
