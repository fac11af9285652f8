import { describe, expect, test } from 'vitest';
import { jsonDifferences } from '../../../src/support/json-differences.ts';

describe('the differences of two JSON values', () => {
  test('are none between equal ones, whatever the order of keys', () => {
    expect(jsonDifferences({ a: [1, { b: null }], c: 2 }, { c: 2, a: [1, { b: null }] })).toEqual([]);
  });

  test('name the place and both values, down to the last digit', () => {
    expect(
      jsonDifferences({ a: [1, { 'x-y': 9007199254740993n }] }, { a: [1, { 'x-y': 9007199254740992n }, true] }),
    ).toEqual(['$.a[1]["x-y"]: 9007199254740993 against 9007199254740992', '$.a[2]: nothing against true']);
  });

  test('do not go into values of different kinds', () => {
    expect(jsonDifferences({ a: [] }, { a: {} })).toEqual(['$.a: [] against {}']);
    expect(jsonDifferences(1, '1')).toEqual(['$: 1 against "1"']);
  });
});
