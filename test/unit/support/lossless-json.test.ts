import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/support/json.ts';
import { parseJson, stringifyJson } from '../../../src/support/lossless-json.ts';

const { json } = fc.letrec<{ json: Json; list: readonly Json[]; object: Readonly<Record<string, Json>> }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false),
    fc.string(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true, noInteger: true }),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 200n }),
    fc.bigInt({ min: -(2n ** 200n), max: -(2n ** 53n) }),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('json'), { maxLength: 4 }),
  object: fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toJSON')), tie('json'), {
    maxKeys: 4,
  }),
}));

describe('lossless JSON', () => {
  it('reads back what it wrote, whole numbers beyond 2^53 included', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 2), (value, space) => {
        const written = stringifyJson(value, space);
        expect(parseJson(written)).toEqual(value);
      }),
    );
  });

  it('reads what JSON.parse reads, and more of it only where a number is too long for that', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.parse(stringifyJson(parseJson(text)))).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each<[string, Json]>([
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', 9007199254740992n],
    ['-9007199254740993', -9007199254740993n],
    ['[12345678901234567890, 1, 1.5, 1e3]', [12345678901234567890n, 1, 1.5, 1000]],
    ['0.12345678901234567890', 0.12345678901234568],
    ['1234567890123456.5', 1234567890123456.5],
    ['"1234567890123456789"', '1234567890123456789'],
    ['{"a": 12345678901234567890, "a": 2}', { a: 2 }],
  ])('reads %s', (text, expected) => {
    expect(parseJson(text)).toEqual(expected);
  });

  it.each(['', '{', '[1,]', '01', '{"a" 1}', '[12345678901234567890,]', '{"a": 12345678901234567890'])(
    'throws a SyntaxError for %o',
    (text) => {
      expect(() => parseJson(text)).toThrow(SyntaxError);
    },
  );

  it('makes own members of hostile keys', () => {
    for (const text of ['{"__proto__": {"a": 1}}', '{"__proto__": {"a": 12345678901234567890}}']) {
      const value = parseJson(text);
      expect(Object.keys(value ?? {})).toEqual(['__proto__']);
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    }
  });
});
