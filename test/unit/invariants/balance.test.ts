import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge, observed, round } from './history-builder.ts';

const books = { conserved: { before: 'initial.stock', after: 'final.stock', change: { sold: -1 } } };
const liked = (before: number, after: number) => observed({ likes: before }, { likes: after });
const stock = (before: number, after: number) => observed({ stock: before }, { stock: after });

describe('conserved', () => {
  test('holds when the books changed as the answers claim', () => {
    expect(judge(books, round('sold; sold; refused', stock(10, 8)))).toEqual({
      verdict: 'held',
      measured: 'final.stock = 8',
    });
  });

  test('shows the fewest claims that the books do not bear out', () => {
    expect(judge(books, round('sold@30-90; sold@10-90; sold@20-90; refused', stock(10, 9)))).toEqual({
      verdict: 'violated',
      expected: 'final.stock = 7: 10 before, -3 by 3 operations',
      measured: 'final.stock = 9',
      witness: [1, 2],
      because: 'the effect of every operation is known',
      details: ['sold (-1 each): -3 by 3 operations'],
    });
  });

  test('blames nobody for a change beyond everything that was claimed', () => {
    expect(judge(books, round('sold; refused', stock(10, 5)))).toMatchObject({ verdict: 'violated', witness: [] });
  });

  test('leaves open what an unknown operation may explain, and only that', () => {
    expect(judge(books, round('sold; lost', stock(10, 8))).verdict).toBe('inconclusive');
    expect(judge(books, round('sold; lost', stock(10, 9))).verdict).toBe('inconclusive');
    expect(judge(books, round('sold; lost', stock(10, 10)))).toMatchObject({
      verdict: 'violated',
      expected: 'final.stock between 8 and 9: 10 before, -1 by 1 operation',
      because: "1 unknown operation can't make up for the difference",
      details: ['sold (-1 each): -1 by 1 operation, up to -1 more by 1 of unknown outcome'],
    });
  });

  test('weighs operations of several kinds, to the last cent', () => {
    const wallet = {
      conserved: {
        before: 'initial.cents',
        after: 'final.cents',
        change: { 'add.ok': 'amount', 'take.ok': '-amount' },
      },
    };
    const text = 'add:ok amount=0.1; add:ok amount=0.2; take:ok amount=0.05; take:refused amount=9';
    expect(judge(wallet, round(text, observed({ cents: '0.00' }, { cents: '0.25' }))).verdict).toBe('held');
    expect(judge(wallet, round(text, observed({ cents: '0.00' }, { cents: '0.30' })))).toMatchObject({ witness: [2] });
  });

  test('counts under the name of a request only what took effect', () => {
    const spec = { conserved: { before: 'initial.stock', after: 'final.stock', change: { buy: -1 } } };
    expect(judge(spec, round('sold; refused; limited', stock(10, 9))).verdict).toBe('held');
  });

  test('is inconclusive without the weight of an operation', () => {
    const spec = { conserved: { before: 'initial.stock', after: 'final.stock', change: { sold: '-amount' } } };
    expect(judge(spec, round('sold amount=1; sold', stock(10, 5)))).toEqual({
      verdict: 'inconclusive',
      because: 'member 1: `-amount`: `amount` has no value',
    });
    expect(judge(spec, round('sold amount=1; lost', stock(10, 5))).verdict).toBe('inconclusive');
  });

  test('is inconclusive without an observation, or with one that is no number', () => {
    expect(judge(books, round('sold', observed({ stock: 1 }, {})))).toEqual({
      verdict: 'inconclusive',
      because: '`final.stock`: `final.stock` has no value',
    });
    expect(judge(books, round('sold', observed({ stock: 1 }, { stock: 'none' })))).toEqual({
      verdict: 'inconclusive',
      because: '`final.stock` gives "none", expected a number',
    });
  });

  test('holds in an empty round whose books did not change', () => {
    expect(judge(books, round('', stock(10, 10))).verdict).toBe('held');
    expect(judge(books, round('', stock(10, 9)))).toMatchObject({ verdict: 'violated', witness: [] });
  });
});

describe('noLostUpdate', () => {
  const likes = { noLostUpdate: { of: 'ok', initial: 'initial.likes', final: 'final.likes' } };

  test('holds when every acknowledged update is there', () => {
    expect(judge(likes, round('ok; ok; refused', liked(5, 7))).verdict).toBe('held');
  });

  test('shows the fewest acknowledged updates that the final value has no room for', () => {
    expect(judge(likes, round('ok; ok; ok', liked(0, 1)))).toMatchObject({
      verdict: 'violated',
      expected: 'final.likes = 3: 0 before, +3 by 3 operations',
      measured: 'final.likes = 1',
      witness: [0, 1],
    });
  });

  test('adds what `by` says', () => {
    const deposits = { noLostUpdate: { of: 'ok', initial: 'initial.likes', final: 'final.likes', by: 'amount' } };
    expect(judge(deposits, round('ok amount=5; ok amount=7', liked(0, 12))).verdict).toBe('held');
    expect(judge(deposits, round('ok amount=5; ok amount=7', liked(0, 5)))).toMatchObject({ witness: [1] });
  });

  test('grants an unknown update either way', () => {
    expect(judge(likes, round('ok; lost', liked(0, 1))).verdict).toBe('inconclusive');
    expect(judge(likes, round('ok; lost', liked(0, 2))).verdict).toBe('inconclusive');
    expect(judge(likes, round('ok; ok; lost', liked(0, 1))).verdict).toBe('violated');
    expect(judge(likes, round('ok; lost', liked(0, 3))).verdict).toBe('violated');
  });

  test('holds in an empty round', () => {
    expect(judge(likes, round('', liked(3, 3))).verdict).toBe('held');
  });
});

test('a balance agrees with the enumeration of every choice that the unknown operations have', () => {
  const operation = fc.record({
    kind: fc.constantFrom('ok', 'lost', 'refused'),
    weight: fc.integer({ min: -3, max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 6 }), fc.integer({ min: -12, max: 12 }), (operations, change) => {
      const history = round('', observed({ sum: 0 }, { sum: change }));
      // One request for each weight, so that lost operations, which captured nothing, have one too.
      const text = operations.map(({ kind, weight }) => `w${weight + 3}:${kind}`).join(';');
      const weights = Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((place) => [`w${place}.ok`, place - 3]));
      const spec = { conserved: { before: 'initial.sum', after: 'final.sum', change: weights } };
      const sums = operations.reduce<readonly number[]>(
        (reached, { kind, weight }) =>
          kind === 'ok'
            ? reached.map((sum) => sum + weight)
            : kind === 'lost'
              ? [...reached, ...reached.map((sum) => sum + weight)]
              : reached,
        [0],
      );
      const outside = change < Math.min(...sums) || change > Math.max(...sums);
      const { verdict } = judge(spec, { ...round(text), initial: history.initial, final: history.final });
      expect(verdict === 'violated').toBe(outside);
      expect(verdict === 'held').toBe(sums.every((sum) => sum === change));
    }),
  );
});
