import fc from 'fast-check';
import { expect, it } from 'vitest';
import { indentJson } from '../../../src/support/indent-json.ts';

it('lays a JSON text out as JSON.stringify would', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => {
      const value: unknown = JSON.parse(text);
      expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
    }),
  );
});

it('keeps the digits of every number, and the spelling of every text', () => {
  expect(indentJson('{"id":90071992547409931234,"n":1.50e+3,"t":"a\\u0041 {,"}')).toBe(
    '{\n  "id": 90071992547409931234,\n  "n": 1.50e+3,\n  "t": "a\\u0041 {,"\n}',
  );
});

it('lays out as much of a text as there is', () => {
  expect(indentJson('{"a":[1,2,{"b":"cut of')).toBe('{\n  "a": [\n    1,\n    2,\n    {\n      "b": "cut of');
  expect(indentJson(']]{"a":')).toBe('\n]\n]{\n  "a": ');
});

it('loses nothing but spaces, whatever it is given', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(indentJson(text).replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
    }),
  );
});

it('does not grow without bounds on brackets that open and never close', () => {
  expect(indentJson('['.repeat(4000)).length).toBeLessThan(4000 * 50);
});
