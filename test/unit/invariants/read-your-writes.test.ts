import { describe, expect, test } from 'vitest';
import type { RoundHistory } from '../../../src/history/history.ts';
import { judge, round } from './history-builder.ts';

const byVersion = { readYourWrites: { of: 'read', version: 'v', write: 'save', per: 'user' } };
const byValue = { readYourWrites: { of: 'read', value: 'v', write: 'save', per: 'user' } };

test('readYourWrites takes a written number for the text that was read', () => {
  expect(judge(byValue, round('save:ok@0-10 v:7 user="ann"; read:ok@11-20 v="7" user="ann"')).verdict).toBe('held');
});

describe('readYourWrites with versions', () => {
  test('holds when a read after a write of its own shows that version or a greater one', () => {
    expect(
      judge(
        byVersion,
        round('save:ok@0-10 v=3 user="ann"; read:ok@11-20 v=3 user="ann"; read:ok@30-40 v=9 user="ann"'),
      ),
    ).toEqual({ verdict: 'held', measured: '2 reads after a write of their own' });
  });

  test('is violated by a smaller version, and shows the write and the read', () => {
    const history = round(
      'save:ok@0-1000000 v=3 user="ann"; save:ok@0-2000000 v=5 user="ann"; read:ok@0-9 v=2 user="ann"; read:ok@4500000-5000000 v=4 user="ann"',
    );
    expect(judge(byVersion, history)).toEqual({
      verdict: 'violated',
      expected: 'read shows the writes of the same user, or something newer',
      measured: 'member 3 read 4, 2.5 ms after member 1 of the same user (ann) had written 5; so 1 read of 1',
      witness: [1, 3],
      because: 'the write was acknowledged, and no other one can make a version smaller',
    });
  });

  test('compares versions of any size exactly', () => {
    const history = (read: string) =>
      round(`save:ok@0-10 v=90071992547409930001 user=1; read:ok@20-30 v=${read} user=1`);
    expect(judge(byVersion, history('90071992547409930001')).verdict).toBe('held');
    expect(judge(byVersion, history('90071992547409930000')).verdict).toBe('violated');
  });

  test('obliges nobody to see what others wrote, what overlapped, or what touched the read', () => {
    expect(judge(byVersion, round('save:ok@0-10 v=3 user="ann"; read:ok@20-30 v=1 user="bob"'))).toEqual({
      verdict: 'inconclusive',
      because: 'no read began after save of the same user was answered; shift it with `at`',
    });
    expect(judge(byVersion, round('save:ok@0-10 v=3 user=1; read:ok@10-30 v=1 user=1')).verdict).toBe('inconclusive');
  });

  test('obliges nobody to see a write of unknown effect', () => {
    expect(judge(byVersion, round('save:ok?@0-10 v=3 user=1; read:ok@20-30 v=1 user=1')).verdict).toBe('inconclusive');
    expect(judge(byVersion, round('save:lost@0-10; read:ok@20-30 v=1 user=1')).verdict).toBe('inconclusive');
    expect(judge(byVersion, round('save:refused@0-10 v=3 user=1; read:ok@20-30 v=1 user=1')).verdict).toBe(
      'inconclusive',
    );
  });

  test('takes no value from a read whose answer is not the own word of the service', () => {
    const history = round('save:ok@0-10 v=3 user=1; read:ok?#502@20-30 v=1 user=1; read:limited@20-30 v=1 user=1');
    expect(judge(byVersion, history).verdict).toBe('inconclusive');
  });

  test('is inconclusive where a version is missing or none, unless the others break it', () => {
    expect(judge(byVersion, round('save:ok@0-10 v=3 user=1; read:ok@20-30 user=1'))).toEqual({
      verdict: 'inconclusive',
      because: '`v` has no value in member 1: `v` has no value',
    });
    expect(judge(byVersion, round('save:ok@0-10 v=3 user=1; read:ok@20-30 v="x" user=1'))).toMatchObject({
      because: '`v` has no value in member 1: it is "x", expected a number',
    });
    expect(
      judge(byVersion, round('save:ok@0-10 v=3 user=1; read:ok@20-30 user=1; read:ok@20-30 v=2 user=1')),
    ).toMatchObject({
      verdict: 'violated',
      witness: [0, 2],
    });
  });

  test('can take the instance for the owner, and another expression for what was written', () => {
    const spec = { readYourWrites: { of: 'read', version: 'v', write: 'save.ok', to: 'member + 7' } };
    expect(judge(spec, round('save:ok@0-10; read:ok@20-30 v=6'))).toMatchObject({
      verdict: 'violated',
      measured: 'member 1 read 6, 0 µs after member 0 of the same instance had written 7; so 1 read of 1',
    });
  });

  test('is inconclusive in an empty round', () => {
    expect(judge(byVersion, round('')).verdict).toBe('inconclusive');
  });
});

describe('readYourWrites with values', () => {
  test('is violated by a value that was surely there before the own write', () => {
    // Nobody wrote "old"; "a" was written before "b" began.
    expect(judge(byValue, round('save:ok@0-10 v="a" user=1; read:ok@20-30 v="old" user=1'))).toMatchObject({
      verdict: 'violated',
      witness: [0, 1],
      because: 'the write was acknowledged, and nothing of unknown effect can have written "old" after it',
    });
    const overwritten = 'save:ok@0-10 v="a" user=2; save:ok@20-30 v="b" user=1; read:ok@40-50 v="a" user=1';
    expect(judge(byValue, round(overwritten))).toMatchObject({ verdict: 'violated', witness: [1, 2] });
  });

  test('accepts the value of a write that may have come after the own one', () => {
    const concurrent = 'save:ok@0-20 v="a" user=2; save:ok@20-30 v="b" user=1; read:ok@40-50 v="a" user=1';
    expect(judge(byValue, round(concurrent)).verdict).toBe('held');
    const later = 'save:ok@0-10 v="b" user=1; save:ok@20-90 v="a" user=2; read:ok@40-50 v="a" user=1';
    expect(judge(byValue, round(later)).verdict).toBe('held');
  });

  test('accepts whatever a write of unknown effect may have written, at any later time', () => {
    const answered = 'save:ok?@0-10 v="a" user=2; save:ok@20-30 v="b" user=1; read:ok@40-50 v="a" user=1';
    expect(judge(byValue, round(answered)).verdict).toBe('held');
    const given = given0('save:lost@0-10; save:ok@20-30 v="b" user=1; read:ok@40-50 v="a" user=1', { v: 'a', user: 2 });
    expect(judge(byValue, given).verdict).toBe('held');
    const anything = round('save:lost@0-10; save:ok@20-30 v="b" user=1; read:ok@40-50 v="a" user=1');
    expect(judge(byValue, anything)).toMatchObject({
      verdict: 'inconclusive',
      because: expect.stringMatching(/^member 2 read "a", .*; but 1 write may have written anything$/),
    });
  });

  test('does not take a value for old that is written twice', () => {
    const again =
      'save:ok@0-10 v="a" user=2; save:ok@20-30 v="b" user=1; save:ok@25-60 v="a" user=2; read:ok@40-50 v="a" user=1';
    expect(judge(byValue, round(again)).verdict).toBe('held');
  });

  test('does not take an answer of the same request for no write because it has another name', () => {
    const spec = { readYourWrites: { of: 'read', value: 'v', write: 'save.ok', per: 'user' } };
    const accepted = 'save:accepted@0-10 v="a" user=1; save:ok@20-30 v="b" user=1; read:ok@40-50 v="a" user=1';
    expect(judge(spec, round(accepted)).verdict).toBe('held');
    const limited = 'save:limited@0-10 v="a" user=1; save:ok@20-30 v="b" user=1; read:ok@40-50 v="a" user=1';
    expect(judge(spec, round(limited)).verdict).toBe('held');
  });
});

test('readYourWrites comes to an end with 10,000 operations', () => {
  const members = Array.from({ length: 5000 }, (_, place) => {
    const [begin, user] = [place * 10, place % 50];
    return `save:ok@${begin}-${begin + 5} v=${place} user=${user}; read:ok@${begin + 6}-${begin + 9} v=${place} user=${user}`;
  });
  expect(judge(byVersion, round(members.join(';')))).toMatchObject({
    measured: '5000 reads after a write of their own',
  });
  expect(judge(byValue, round(members.join(';'))).verdict).toBe('held');
});

/** The first member with values that it sent, though no answer came. */
function given0(text: string, values: Readonly<Record<string, string | number>>): RoundHistory {
  const history = round(text);
  return { ...history, operations: history.operations.map((one, place) => (place === 0 ? { ...one, values } : one)) };
}
