import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson } from '../../../src/support/canonical-json.ts';
import type { Json } from '../../../src/support/json.ts';
import { parseJson } from '../../../src/support/lossless-json.ts';

it('gives equal values the same text, in whatever order their members stand', () => {
  expect(canonicalJson({ b: 1, a: [1.0, { d: null, c: 'x' }] })).toBe('{"a":[1,{"c":"x","d":null}],"b":1}');
});

it('gives values that differ in one digit different texts', () => {
  expect(canonicalJson(12345678901234567890n)).not.toBe(canonicalJson(12345678901234567891n));
  expect(canonicalJson('1')).not.toBe(canonicalJson(1));
});

it('is JSON for the same value', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value = parseJson(text);
      expect(parseJson(canonicalJson(value))).toEqual(value);
    }),
  );
});

it('does not depend on the order of the keys', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.integer()), (value: Readonly<Record<string, Json>>) => {
      expect(canonicalJson(Object.fromEntries(Object.entries(value).toReversed()))).toBe(canonicalJson(value));
    }),
  );
});
