import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkExpression } from '../../../src/expr/expression.ts';
import type { RoundHistory } from '../../../src/history/history.ts';
import {
  checkers,
  invariant,
  judgeRound,
  operationNames,
  references,
  roundNames,
} from '../../../src/invariants/index.ts';
import { issuesOf, observed, round } from './history-builder.ts';

describe('an entry of `invariants:`', () => {
  test('is named by the user, or by what it demands', () => {
    expect(invariant.parse({ name: 'one winner', message: 'oversold', count: { of: 'sold', exactly: 1 } })).toEqual({
      name: 'one winner',
      message: 'oversold',
      kind: 'count',
      spec: { of: 'sold', exactly: 1 },
    });
    expect(invariant.parse({ count: { of: 'sold', between: [1, 'initial.stock'] } }).name).toBe(
      'sold: between 1 and initial.stock',
    );
    expect(invariant.parse({ assert: 'final.stock >= 0' }).name).toBe('final.stock >= 0');
  });

  test('takes exactly one checker', () => {
    expect(issuesOf({ name: 'x' })[0]?.message).toMatch(/^expected exactly one of count, .*, found none$/);
    expect(issuesOf({ noErrors: true, assert: 'true' })[0]?.message).toMatch(
      /found noErrors and assert; write one entry for each$/,
    );
  });

  test('tells of an unknown key, and of nothing else then', () => {
    expect(issuesOf({ cuont: { of: 'sold', exactly: 1 } })).toMatchObject([
      { code: 'unrecognized_keys', keys: ['cuont'] },
    ]);
    expect(issuesOf({ count: { off: 'sold', exactly: 1 } })).toContainEqual(
      expect.objectContaining({ code: 'unrecognized_keys', keys: ['off'], path: ['count'] }),
    );
  });

  test('takes exactly one bound for a count, the smaller one first', () => {
    expect(issuesOf({ count: { of: 'sold' } })[0]?.message).toMatch(/found none$/);
    expect(issuesOf({ count: { of: 'sold', atLeast: 1, atMost: 2 } })[0]?.message).toMatch(/found atLeast and atMost$/);
    expect(issuesOf({ count: { of: 'sold', between: [2, 1] } })[0]?.message).toBe('expected the smaller number first');
  });

  test('offers every checker to an editor, with a description and an example', () => {
    const { properties } = z.toJSONSchema(invariant, { io: 'input' });
    expect(Object.keys(properties ?? {})).toEqual(['name', 'message', ...Object.keys(checkers)]);
    for (const property of Object.values(properties ?? {})) {
      expect(property).toMatchObject({ description: expect.any(String), examples: expect.any(Array) });
    }
  });

  test.each(Object.keys(checkers))('shows examples of %s that its own schema accepts', (kind) => {
    const { [kind]: property } = z.toJSONSchema(invariant, { io: 'input' }).properties ?? {};
    const examples = typeof property === 'object' ? (property.examples ?? []) : [];
    expect(examples).not.toEqual([]);
    for (const example of examples) expect(issuesOf({ [kind]: example })).toEqual([]);
  });
});

describe('the names that an invariant refers to', () => {
  test('come with the paths below its key', () => {
    const spec = { conserved: { before: 'initial.stock', after: 'final.stock', change: { sold: '-amount' } } };
    expect(references(invariant.parse(spec))).toEqual({
      selections: [{ path: ['change', 'sold'], text: 'sold' }],
      roundExpressions: [
        { path: ['before'], text: 'initial.stock' },
        { path: ['after'], text: 'final.stock' },
      ],
      operationExpressions: [{ path: ['change', 'sold'], text: '-amount', of: 'sold' }],
    });
  });

  const names = roundNames({
    requests: ['buy'],
    outcomes: ['sold', 'unexpected', 'lost', 'unsent'],
    observations: ['stock'],
    instances: ['a', 'b'],
  });

  test.each([
    'count.sold + count.buy.sold + count.buy.total + count.total + count.lost == 1',
    'initial.stock - final.stock == 1 && instances.a.sold == instances.b.sold',
    'responses.all(r, r.status == 200) && unknown == 0 && spread < 1.5 && inFlight > 1 && round == 1',
  ])('are known to expressions over a round: %s', (expression) => {
    expect(checkExpression(expression, names, { expected: 'bool' })).toBeUndefined();
  });

  test.each([
    'count.slod == 1',
    'count.buy.slod == 1',
    'final.stok == 1',
    'instances.c.sold == 1',
    'responces.size() == 1',
  ])('are checked before any traffic: %s', (expression) => {
    expect(checkExpression(expression, names, { expected: 'bool' })).toBeDefined();
  });

  test('are known to expressions over an operation', () => {
    const known = operationNames(['ticket']);
    expect(checkExpression('ticket + request + outcome + instance + effect', known)).toBeUndefined();
    expect(checkExpression('status + member * 2', known)).toBeUndefined();
    expect(checkExpression('tikcet', known)?.help).toBe('did you mean `ticket`?');
  });
});

describe('judging a round', () => {
  const books = invariant.parse({ conserved: { before: 'initial.stock', after: 'final.stock', change: { sold: -1 } } });

  test('does not trust observations that are still moving', () => {
    const moving = { ...observed({ stock: 9 }, { stock: 9 }), unsettled: true };
    expect(judgeRound(books, round('sold; lost', moving))).toEqual({
      verdict: 'inconclusive',
      because: 'final.* did not come to rest, and 1 unknown operation may still take effect',
    });
    const winner = invariant.parse({ count: { of: 'sold', atMost: 1 } });
    expect(judgeRound(winner, round('sold; sold; lost', moving)).verdict).toBe('violated');
  });

  test('learns nothing from a checker that crashes', () => {
    const broken: RoundHistory = {
      ...round('', observed({ stock: 1 }, { stock: 0 })),
      get operations(): never {
        throw new Error('a bug');
      },
    };
    expect(judgeRound(books, broken)).toEqual({ verdict: 'inconclusive', because: 'the checker crashed: a bug' });
  });
});
