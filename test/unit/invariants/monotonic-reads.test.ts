import { describe, expect, test } from 'vitest';
import { invariant } from '../../../src/invariants/index.ts';
import { judge, observed, round } from './history-builder.ts';

const byVersion = { monotonicReads: { of: 'read', version: 'v', per: 'user' } };
const byValue = { monotonicReads: { of: 'read', value: 'v', write: 'save', initial: 'initial.v', per: 'user' } };
const old = observed({ v: 'old' }, {});

describe('monotonicReads with versions', () => {
  test('holds when no read goes back', () => {
    expect(
      judge(byVersion, round('read:ok@0-10 v=1 user=1; read:ok@20-30 v=1 user=1; read:ok@40-50 v=2 user=1')),
    ).toEqual({
      verdict: 'held',
      measured: '2 reads after another one of the same user',
    });
  });

  test('is violated by a step back, and shows both reads', () => {
    expect(
      judge(
        byVersion,
        round('read:ok@0-10 v=5 user="ann"; read:ok@0-15 v=7 user="ann"; read:ok@3000020-4000000 v=6 user="ann"'),
      ),
    ).toEqual({
      verdict: 'violated',
      expected: 'read of one user never shows something older than before',
      measured: 'member 2 read 6, 3 ms after member 1 of the same user (ann) had read 7; so 1 read of 1',
      witness: [1, 2],
      because: 'both answers are known, and no write of unknown effect can explain the step back',
    });
  });

  test('compares versions of any size exactly', () => {
    const history = (second: string) =>
      round(`read:ok@0-10 v=9007199254740993 user=1; read:ok@20-30 v=${second} user=1`);
    expect(judge(byVersion, history('9007199254740993')).verdict).toBe('held');
    expect(judge(byVersion, history('9007199254740992')).verdict).toBe('violated');
  });

  test('says nothing of reads that overlap or touch, or belong to others', () => {
    expect(
      judge(byVersion, round('read:ok@0-10 v=2 user=1; read:ok@10-30 v=1 user=1; read:ok@20-30 v=1 user=2')),
    ).toEqual({
      verdict: 'inconclusive',
      because: 'no read began after another one of the same user was answered; repeat it with `every` and `for`',
    });
  });

  test('learns nothing from an answer of unknown effect', () => {
    expect(judge(byVersion, round('read:ok?#502@0-10 v=9 user=1; read:ok@20-30 v=1 user=1; read:lost')).verdict).toBe(
      'inconclusive',
    );
  });

  test('is inconclusive where a version is missing, unless the others break it', () => {
    expect(judge(byVersion, round('read:ok@0-10 v=2 user=1; read:ok@20-30 user=1'))).toMatchObject({
      verdict: 'inconclusive',
      because: '`v` has no value in member 1: `v` has no value',
    });
  });

  test('is inconclusive in an empty round', () => {
    expect(judge(byVersion, round('')).verdict).toBe('inconclusive');
  });
});

describe('monotonicReads with values', () => {
  test('is violated by the initial value after a written one', () => {
    const history = round('save:ok@0-90 v="a" user=9; read:ok@0-10 v="a" user=1; read:ok@20-30 v="old" user=1', old);
    expect(judge(byValue, history)).toMatchObject({ verdict: 'violated', witness: [1, 2] });
  });

  test('is violated by a value that was surely written earlier', () => {
    const writes = 'save:ok@0-10 v="a" user=8; save:ok@20-30 v="b" user=9';
    expect(
      judge(byValue, round(`${writes}; read:ok@40-50 v="b" user=1; read:ok@60-70 v="a" user=1`, old)),
    ).toMatchObject({
      verdict: 'violated',
      witness: [2, 3],
    });
    const overlapping = 'save:ok@0-20 v="a" user=8; save:ok@20-30 v="b" user=9';
    expect(
      judge(byValue, round(`${overlapping}; read:ok@40-50 v="b" user=1; read:ok@60-70 v="a" user=1`, old)).verdict,
    ).toBe('held');
  });

  test('lets a write of unknown effect come at any later time', () => {
    const writes = 'save:ok?@0-10 v="a" user=8; save:ok@20-30 v="b" user=9';
    expect(
      judge(byValue, round(`${writes}; read:ok@40-50 v="b" user=1; read:ok@60-70 v="a" user=1`, old)).verdict,
    ).toBe('held');
    // Seen before, it was surely there: what was there before it is older.
    expect(
      judge(byValue, round(`${writes}; read:ok@40-50 v="a" user=1; read:ok@60-70 v="old" user=1`, old)),
    ).toMatchObject({
      verdict: 'violated',
      witness: [2, 3],
    });
  });

  test('does not know whose value it is when the initial one is written again', () => {
    const again = 'save:ok@0-10 v="a" user=8; save:ok@20-90 v="old" user=9';
    expect(
      judge(byValue, round(`${again}; read:ok@20-25 v="old" user=1; read:ok@30-40 v="a" user=1`, old)).verdict,
    ).toBe('held');
  });

  test('is inconclusive where somebody else writes, or a write may have written anything', () => {
    expect(judge(byValue, round('read:ok@0-10 v="x" user=1; read:ok@20-30 v="old" user=1', old))).toEqual({
      verdict: 'inconclusive',
      because: '"x" in member 0 is neither initial nor written: somebody else writes too',
    });
    const lost = 'save:lost@0-10; save:ok@0-15 v="a" user=9; read:ok@20-30 v="a" user=1; read:ok@40-50 v="old" user=1';
    expect(judge(byValue, round(lost, old))).toMatchObject({
      verdict: 'inconclusive',
      because: expect.stringContaining('but 1 write may have written anything'),
    });
    expect(judge(byValue, round('read:ok v="a" user=1'))).toEqual({
      verdict: 'inconclusive',
      because: expect.stringContaining('initial: '),
    });
  });
});

describe('the keys of monotonicReads', () => {
  test.each([
    [{ of: 'read' }, 'expected exactly one of value and version, found none'],
    [{ of: 'read', value: 'v', version: 'v' }, 'expected exactly one of value and version, found both'],
    [{ of: 'read', value: 'v', write: 'save' }, /^expected write and initial beside value/],
    [{ of: 'read', version: 'v', initial: 0 }, /^expected write, to and initial beside a value only/],
  ])('say what is missing: %j', (spec, message) => {
    const { error } = invariant.safeParse({ monotonicReads: spec });
    expect(error?.issues[0]?.message).toMatch(message);
  });
});

test('monotonicReads comes to an end with 10,000 operations', () => {
  const reads = Array.from(
    { length: 10_000 },
    (_, place) => `read:ok@${place * 10}-${place * 10 + 50} v=${place} user=1`,
  );
  expect(judge(byVersion, round(reads.join(';'))).verdict).toBe('held');
  const back = [...reads, 'read:ok@200000-200001 v=9 user=1'];
  expect(judge(byVersion, round(back.join(';')))).toMatchObject({ verdict: 'violated', witness: [9999, 10_000] });
});
