import { describe, expect, test } from 'vitest';
import { judge, round } from './history-builder.ts';

const spec = { of: 'read', value: 'v', write: 'save', within: '100us', per: 'at' };
const byValue = { converges: spec };
const byVersion = { converges: { of: 'read', version: 'v', write: 'save', within: '100us', per: 'at' } };

/** Instants in microseconds. */
const us = (text: string) => round(text.replace(/@(\d+)-(\d+)/g, (_, begin, end) => `@${begin}000-${end}000`));

describe('converges', () => {
  test('holds when every instance shows the write in time, with the bracket of each', () => {
    const history = us(
      'save:ok@0-50 v="new" at="a"; read:ok@10-20 v="old" at="a"; read:ok@60-70 v="new" at="a"; read:ok@90-95 v="old" at="b"; read:ok@155-160 v="new" at="b"; read:ok@200-210 v="new" at="a"',
    );
    expect(judge(byValue, history)).toEqual({
      verdict: 'held',
      measured: '1 write visible on 2 instances, the slowest by 110 µs after the acknowledgement',
      details: [
        'counted from the acknowledgement:',
        'member 0 ("new") on b: visible between 40 µs and 110 µs; 1 of 2 reads fresh',
        'member 0 ("new") on a: visible by 20 µs; 2 of 3 reads fresh',
      ],
      visibility: {
        brackets: [
          { notYetNs: -40_000, visibleNs: 20_000 },
          { notYetNs: 40_000, visibleNs: 110_000 },
        ],
        freshness: [{ fromNs: 0, reads: 4, fresh: 3 }],
      },
    });
  });

  test('is violated by a read that is surely too old, and blames the one that was so for longest', () => {
    const history = us(
      'save:ok@0-50 v="new" at="a"; read:ok@151-160 v="old" at="b"; read:ok@170-180 v="old" at="b"; read:ok@190-200 v="new" at="b"',
    );
    expect(judge(byValue, history)).toEqual({
      verdict: 'violated',
      expected: 'read shows a write within 100us of its acknowledgement',
      measured: 'member 2 on b read "old", 120 µs after member 0 had written "new"; 2 reads of 3 too old',
      witness: [0, 2],
      because: 'the write was acknowledged, and nothing of unknown effect can have written "old" after it',
      details: [
        'counted from the acknowledgement:',
        'member 0 ("new") on b: visible between 120 µs and 150 µs; 1 of 3 reads fresh',
      ],
      visibility: expect.anything(),
    });
  });

  test('never blames a read that overlaps the write or the bound', () => {
    const overlapping = 'read:ok@10-500 v="old" at="b"; read:ok@60-500 v="old" at="b"; read:ok@150-500 v="old" at="b"';
    const fresh = 'read:ok@300-310 v="new" at="b"';
    expect(judge(byValue, us(`save:ok@0-50 v="new" at="a"; ${overlapping}; ${fresh}`)).verdict).toBe('held');
  });

  test('tells of steps back from new to old and to new again', () => {
    const history = us(
      'save:ok@0-50 v="new" at="a"; read:ok@60-70 v="new" at="a"; read:ok@80-90 v="old" at="a"; read:ok@200-210 v="new" at="a"',
    );
    expect(judge(byValue, history)).toMatchObject({
      verdict: 'held',
      details: [
        'counted from the acknowledgement:',
        'member 0 ("new") on a: visible between 30 µs and 160 µs; 2 of 3 reads fresh, 1 step back',
      ],
    });
  });

  test('compares versions by their order, of any size', () => {
    const history = (version: string) =>
      us(`save:ok@0-50 v=9007199254740993 at="a"; read:ok@200-210 v=${version} at="a"`);
    expect(judge(byVersion, history('9007199254740993')).verdict).toBe('held');
    expect(judge(byVersion, history('9007199254740995')).verdict).toBe('held');
    expect(judge(byVersion, history('9007199254740992'))).toMatchObject({ verdict: 'violated', witness: [0, 1] });
  });

  test('takes what was written as a constant, and the instance from the plan', () => {
    const flag = { converges: { of: 'read', value: 'on', write: 'save', to: true, within: '100us' } };
    expect(judge(flag, us('save:ok@0-50; read:ok@200-210 on=true')).verdict).toBe('held');
    expect(judge(flag, us('save:ok@0-50; read:ok@200-210 on=false'))).toMatchObject({
      verdict: 'violated',
      measured: 'member 1 read false, 150 µs after member 0 had written true; 1 read of 1 too old',
      details: ['counted from the acknowledgement:', 'member 0 (true): not yet after 150 µs; 0 of 1 read fresh'],
    });
  });
});

test('converges counts fresh reads by steps of the time since the acknowledgement', () => {
  const reads = [999, 1000, 1999, 2000, 5000, 9999, 10_000].map(
    (after, place) => `read:ok@${50 + after}-${60 + after} v="${place < 2 ? 'old' : 'new'}" at="a"`,
  );
  const history = us(['save:ok@0-50 v="new" at="a"', ...reads].join('; '));
  expect(judge({ converges: { ...spec, within: '5ms' } }, history)).toMatchObject({
    verdict: 'held',
    visibility: {
      freshness: [
        { fromNs: 0, reads: 1, fresh: 0 },
        { fromNs: 1_000_000, reads: 2, fresh: 1 },
        { fromNs: 2_000_000, reads: 1, fresh: 1 },
        { fromNs: 5_000_000, reads: 2, fresh: 2 },
        { fromNs: 10_000_000, reads: 1, fresh: 1 },
      ],
    },
  });
});

describe('converges after several writes', () => {
  const concurrent = 'save:ok@0-50 v="x" at="a"; save:ok@10-60 v="y" at="b"';

  test('accepts either of two that overlapped, as long as all agree', () => {
    for (const winner of ['x', 'y']) {
      const reads = `read:ok@200-210 v="${winner}" at="a"; read:ok@200-210 v="${winner}" at="b"`;
      expect(judge(byValue, us(`${concurrent}; ${reads}`)).verdict).toBe('held');
    }
  });

  test('is violated when each instance stays with another one', () => {
    expect(
      judge(byValue, us(`${concurrent}; read:ok@200-210 v="x" at="a"; read:ok@200-210 v="y" at="b"`)),
    ).toMatchObject({
      verdict: 'violated',
      expected: 'all instances agree within 100us of the acknowledgement',
      measured:
        'member 2 on a read "x" and member 3 on b read "y", both later than 100us after the writes of these were acknowledged',
      witness: [0, 1, 2, 3],
    });
  });

  test('is violated when they stay apart until a third write unites them', () => {
    const apart = `${concurrent}; read:ok@200-210 v="x" at="a"; read:ok@200-210 v="y" at="b"`;
    const united = 'save:ok@300-310 v="z" at="a"; read:ok@500-510 v="z" at="a"; read:ok@500-510 v="z" at="b"';
    expect(judge(byValue, us(`${apart}; ${united}`))).toMatchObject({ verdict: 'violated', witness: [0, 1, 2, 3] });
  });

  test('is violated by late reads that disagree though one value was written twice', () => {
    const twice = `${concurrent}; save:ok@5-55 v="x" at="b"`;
    expect(judge(byValue, us(`${twice}; read:ok@200-210 v="x" at="a"; read:ok@200-210 v="y" at="b"`))).toMatchObject({
      verdict: 'violated',
      witness: [3, 4],
    });
  });

  test('is violated by the value of a write that was over before the last one began', () => {
    const history = us('save:ok@0-50 v="x" at="a"; save:ok@60-90 v="y" at="a"; read:ok@200-210 v="x" at="a"');
    expect(judge(byValue, history)).toMatchObject({ verdict: 'violated', witness: [1, 2] });
  });

  test('lets a write of unknown effect win at any time, but then can not say that all agree', () => {
    const unknown = 'save:ok@0-50 v="x" at="a"; save:ok?@0-20 v="y" at="b"';
    expect(judge(byValue, us(`${unknown}; read:ok@200-210 v="y" at="a"; read:ok@300-310 v="y" at="b"`)).verdict).toBe(
      'held',
    );
    expect(judge(byValue, us(`${unknown}; read:ok@200-210 v="x" at="a"; read:ok@300-310 v="y" at="b"`))).toMatchObject({
      verdict: 'inconclusive',
      because: 'late reads show "x" and "y"; whether the instances agree depends on 1 unknown write',
    });
  });

  test('is undecided when a write may have written anything', () => {
    expect(
      judge(byValue, us('save:ok@0-50 v="x" at="a"; save:lost@0-20; read:ok@200-210 v="old" at="a"')),
    ).toMatchObject({
      verdict: 'inconclusive',
      because: expect.stringContaining('but 1 write may have written anything'),
    });
    // A version can't become smaller, whatever it was.
    expect(judge(byVersion, us('save:ok@0-50 v=2 at="a"; save:lost@0-20; read:ok@200-210 v=1 at="a"')).verdict).toBe(
      'violated',
    );
  });
});

describe('converges is inconclusive', () => {
  test('when an instance was not read late enough', () => {
    expect(
      judge(byValue, us('save:ok@0-50 v="x" at="a"; read:ok@200-210 v="x" at="a"; read:ok@50-70 v="x" at="b"')),
    ).toMatchObject({
      verdict: 'inconclusive',
      because:
        'no read on b began later than 100us after the last save was acknowledged; shift one with `at`, or let `every` and `for` go on for longer',
    });
  });

  test('when an instance was last read too early to blame or to trust it', () => {
    const because = expect.stringContaining('no read on b began later than 100us');
    const stale = 'save:ok@0-50 v="x" at="a"; read:ok@200-210 v="x" at="a"; read:ok@140-150 v="old" at="b"';
    expect(judge(byValue, us(stale))).toMatchObject({ verdict: 'inconclusive', because });
    const apart =
      'save:ok@0-50 v="x" at="a"; save:ok@0-50 v="y" at="b"; read:ok@200-210 v="x" at="a"; read:ok@60-70 v="y" at="b"';
    expect(judge(byValue, us(apart))).toMatchObject({ verdict: 'inconclusive', because });
  });

  test('but not when every instance showed the write before the bound', () => {
    const history = us('save:ok@0-50 v="x" at="a"; read:ok@60-70 v="x" at="a"; read:ok@80-90 v="x" at="b"');
    expect(judge(byValue, history)).toMatchObject({
      verdict: 'held',
      measured: '1 write visible on 2 instances, the slowest by 40 µs after the acknowledgement',
    });
  });

  test('when nothing was acknowledged', () => {
    const nothing = 'no save was acknowledged, so there is nothing to converge to';
    expect(judge(byValue, us('save:ok?@0-50 v="x" at="a"; read:ok@200-210 v="old" at="a"'))).toMatchObject({
      because: nothing,
    });
    expect(
      judge(byValue, us('save:refused@0-50 v="x" at="a"; read:ok@0-10 v="p" at="a"; read:ok@20-30 v="q" at="b"')),
    ).toMatchObject({
      because: nothing,
    });
    expect(judge(byValue, round(''))).toEqual({
      verdict: 'inconclusive',
      because: nothing,
      details: [],
      visibility: { brackets: [], freshness: [] },
    });
  });

  test('when a value is missing, or somebody else writes', () => {
    expect(judge(byValue, us('save:ok@0-50 v="x" at="a"; read:ok@200-210 at="a"'))).toMatchObject({
      because: '`v` has no value in member 1: `v` has no value',
    });
    expect(
      judge(byVersion, us('save:ok@0-50 v=1 at="a"; read:ok@200-210 v=1 at="a"; read:ok@200-210 v=2 at="b"')),
    ).toMatchObject({
      because: 'late reads show 1 and 2; somebody else writes too',
    });
  });
});

test('converges comes to an end with 10,000 operations, and keeps its table short', () => {
  const members = Array.from({ length: 5000 }, (_, place) => {
    const begin = place * 10;
    return `save:ok@${begin}-${begin + 5} v=${place} at="a"; read:ok@${begin + 6}-${begin + 9} v=${place} at="${place % 3}"`;
  });
  const late = [0, 1, 2].map((instance) => `read:ok@90000-90001 v=4999 at="${instance}"`);
  const history = us([...members, ...late].join(';'));
  for (const kind of [byValue, byVersion]) {
    const result = judge(kind, history);
    expect(result).toMatchObject({ verdict: 'held' });
    expect(result.details).toHaveLength(14);
    expect(result.details?.at(-1)).toBe('and 138 more, sooner visible');
  }
});
