import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkExpression, evaluate, operands } from '../../../src/expr/expression.ts';
import type { Names } from '../../../src/expr/names.ts';
import type { Scope } from '../../../src/expr/scope.ts';
import type { Json } from '../../../src/support/json.ts';
import { parseJson } from '../../../src/support/lossless-json.ts';
import { randomFor } from '../../../src/support/random.ts';

const names: Names = {
  count: { fields: { sold: 'int', refused: 'int', buy: { fields: { sold: 'int' } } } },
  initial: { fields: { stock: 'dyn' } },
  final: { fields: { stock: 'dyn' } },
  responses: 'list',
  spread: 'double',
  round: 'int',
  event: 'string',
};

const scope: Scope = { names: {}, random: (occurrence) => randomFor(7, occurrence), nowMs: () => 1_700_000_000_000.75 };

const value = (source: string, values: Readonly<Record<string, Json>> = {}) => {
  const evaluation = evaluate(source, values);
  return evaluation.kind === 'value' ? evaluation.value : `error: ${evaluation.message}`;
};

describe('the check before any traffic', () => {
  it.each([
    'initial.stock - final.stock == count.sold && final.stock >= 0',
    'count.buy.sold + count.refused <= round * 2',
    'responses.filter(r, r.status == 201).map(r, r.ticket).distinct().size() == count.sold',
    'responses.map(r, r.ms).max() < 250.5 && spread < 1',
    'spread * 2 == 3 || count.sold == 1.0 || spread % 2 < 1.5',
    'final.?stock.orValue(0) == 0',
    'event.matches("^E[0-9]+$")',
    'has(final.stock) ? final.stock == 0 : true',
    'final.stock in [0, 1.5, null]',
  ])('passes %s', (source) => {
    expect(checkExpression(source, names, { expected: 'bool' })).toBeUndefined();
  });

  it.each([
    ['cuont.sold == 1', 'unknown name `cuont`', 'cuont', 'did you mean `count`?'],
    ['1 == count.soldd', '`count` has no `soldd`', 'soldd', 'did you mean `sold`?'],
    ['count.buy.slod == 1', '`count.buy` has no `slod`', 'slod', 'did you mean `sold`?'],
    ['count["soldd"] == 1', '`count` has no `soldd`', 'count["soldd"]', 'did you mean `sold`?'],
    ['responses.all(r, rr.ok)', 'unknown name `rr`', 'rr', 'known here: count, initial, final'],
    ['count.sold = 1', 'unexpected `=`', '=', 'write == in its place'],
    ['count.sold == 1 and true', 'unexpected `and`', 'and', 'write && in its place'],
    ['event.startWith("E")', 'unknown function `startWith`', 'event.startWith("E")', 'did you mean `startsWith`?'],
    ['event + 1 == event', 'no such operation: string + int', 'event + 1', 'string(x)'],
    ['event.matches("(")', 'missing closing )', '"("', 'RE2'],
    ['uuid() == event', '`uuid` has no seed and no clock here', 'uuid()', 'draw it in a step'],
    ['int(1, 6) == 3', '`int` has no seed and no clock here', 'int(1, 6)', 'draw it in a step'],
    ['now() > 3', '`now` has no seed and no clock here', 'now()', 'draw it in a step'],
    ['count.sold', 'the expression gives int, expected true or false', 'count.sold', '== 0'],
    ['final.?stock', 'the result is optional', 'final.?stock', 'orValue'],
    ['has(responses[0].id)', 'has() invalid argument', 'responses[0]', 'hasValue'],
    ['initial == final', 'no such operation: initial == final', 'initial == final', 'field by field'],
    ['int(event, 1, 2) == 3', 'no such function: int(string, int, int)', 'int(event, 1, 2)', ''],
    ['count.sold.matches("a")', 'no such function: int.matches(string)', 'count.sold.matches("a")', ''],
    ['event.size() == (1', 'the expression ends too early', '', 'bracket'],
    ['package == 1', 'reserved identifier: package', 'package', ''],
  ])('says of %s: %s', (source, message, marked, help) => {
    const problem = checkExpression(source, { ...names, package: 'dyn' }, { expected: 'bool' });
    expect(problem?.message).toContain(message);
    expect(source.slice(problem?.start, problem?.end)).toBe(marked);
    expect(problem?.help ?? '').toContain(help);
  });

  it('knows uuid(), int(a, b) and now() where it is told that they have sources', () => {
    expect(checkExpression('uuid() + string(int(1, 6) + now())', {}, { sources: true })).toBeUndefined();
  });

  it('takes an object without any field for one that has none', () => {
    expect(checkExpression('initial.stock == 1', { initial: { fields: {} } })?.message).toBe(
      '`initial` has no `stock`',
    );
  });

  it('allows macros in a chain and two deep, but no deeper, so that the work stays bounded', () => {
    const deep = (depth: number): string => (depth === 0 ? 'true' : `responses.all(r${depth}, ${deep(depth - 1)})`);
    expect(checkExpression(deep(2), names)).toBeUndefined();
    expect(checkExpression(deep(3), names)?.message).toContain('3 deep');
    expect(
      checkExpression('responses.filter(r, true).map(r, r.a).filter(a, a > 1).exists(a, a == 2)', names),
    ).toBeUndefined();
    expect(
      checkExpression('cel.bind(a, [1], cel.bind(b, a + a, cel.bind(c, b + b, c == [])))', names)?.message,
    ).toContain('3 deep');
  });

  it.each([
    ['a long text', '1 + '.repeat(1000) + '1'],
    ['deep brackets', '('.repeat(1000) + '1' + ')'.repeat(1000)],
    ['a long chain of signs', `${'-'.repeat(3900)}1`],
    ['a long list', `[${'1,'.repeat(600)}1]`],
  ])('refuses %s with a problem instead of hanging or crashing', (_, source) => {
    expect(checkExpression(source, names)?.message).toBeTypeOf('string');
  });

  it('answers any text with a problem inside that text, or with none', () => {
    const fragment = fc.constantFrom(
      'count',
      '.',
      'sold',
      '==',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '\\',
      '1',
      '?',
      ':',
      '&&',
      '!',
      ' ',
      'has(',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fragment, { maxLength: 20 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (source) => {
        const problem = checkExpression(source, names, { expected: 'bool', sources: true });
        if (problem === undefined) return;
        expect(problem.message).not.toBe('');
        expect(problem.start).toBeGreaterThanOrEqual(0);
        expect(problem.end).toBeGreaterThanOrEqual(problem.start);
        expect(problem.end).toBeLessThanOrEqual(source.length);
      }),
    );
  });

  it('refuses a name that means something else in CEL where it is used, not where it is only declared', () => {
    const clashing: Names = { google: 'dyn', type: 'dyn', in: 'dyn', ['__proto__']: 'dyn' };
    expect(checkExpression('1 == 1', clashing)).toBeUndefined();
    expect(checkExpression('[1].exists(r, r == type)', clashing)).toMatchObject({
      message: '`type` is a word of the expression language (CEL)',
      start: 19,
      end: 23,
    });
    expect(checkExpression('r.type == type(1)', { r: 'dyn', type: 'dyn' })).toBeUndefined();
  });
});

describe('evaluation', () => {
  it.each<[string, Json]>([
    ['a + 1', 3],
    ['a * 1.5', 3],
    ['half + a', 2.5],
    ['a / half', 4],
    ['a % 1.5', 0.5],
    ['5 / a', 2],
    ['5 / 2.0', 2.5],
    ['half < a && a > half && a == 2.0 && 2.0 == a && half != a', true],
    ['[3, 1, 2.5].sum()', 6.5],
    ['[3, 1, 2].sum()', 6],
    ['[0.1, 0.2, 3].sum()', 3.3],
    ['[].sum()', 0],
    ['[3, 1, 2.5].min()', 1],
    ['[3, 1, 2.5].max()', 3],
    ['[1, 1.0, "1", {"a": 1}, {"a": 1}, null, null].distinct()', [1, '1', { a: 1 }, null]],
    ['rows.map(x, x.id)', [1, 2]],
    ['rows.exists(x, x.id == 2)', true],
    ['rows.all(x, has(x.id) && !has(x.name))', true],
    ['rows[0].?name.orValue("nobody")', 'nobody'],
    ['{"a": [1, 2.5], "b": null}', { a: [1, 2.5], b: null }],
    ['"id" in rows[0]', true],
    ['nothing == null', true],
  ])('gives for %s: %j', (source, expected) => {
    expect(value(source, { a: 2, half: 0.5, rows: [{ id: 1 }, { id: 2 }], nothing: null })).toEqual(expected);
  });

  it('keeps every digit of whole numbers beyond 2^53, and gives small ones back as numbers', () => {
    const id = 12345678901234567n;
    expect(value('id', { id })).toBe(id);
    expect(value('id + 1', { id })).toBe(id + 1n);
    expect(value('id - id', { id })).toBe(0);
    expect(value('id == other', { id, other: id + 1n })).toBe(false);
    expect(value('[id, other].distinct()', { id, other: id + 1n })).toEqual([id, id + 1n]);
    expect(value('id', { id: 10n ** 40n })).toBe(10n ** 40n);
  });

  it.each([
    ['ticket', {}, '`ticket` has no value'],
    ['final.stock == 0', { final: {} }, '`final.stock` has no value'],
    ['final["stock"] == 0', { final: {} }, '`final["stock"]` has no value'],
    ['rows[3]', { rows: [1] }, 'index out of bounds'],
    ['a + b', { a: 'x', b: 1 }, 'no such operation: string + int'],
    ['a.startsWith("x")', { a: 1 }, 'int.startsWith(string)'],
    ['1 / a', { a: 0 }, 'division by zero'],
    ['1.0 / a', { a: 0 }, 'not a number that JSON knows'],
    ['[1, "b"].sum()', {}, 'sum() needs a list of numbers, found "b"'],
    ['[].max()', {}, 'max() needs a list that is not empty'],
    ['a.?b', { a: {} }, 'orValue'],
    ['timestamp("2020-01-01T00:00:00Z")', {}, 'neither a number, a text'],
    ['a.matches("(")', { a: 'x' }, 'missing closing )'],
    ['a +', { a: 1 }, 'unexpected'],
    ['uuid()', {}, 'uuid() has no seed and no clock here'],
  ])('is an error, never false, for %s over %j', (source, values, message) => {
    const evaluation = evaluate(source, values);
    expect(evaluation).toMatchObject({ kind: 'error' });
    expect(evaluation.kind === 'error' ? evaluation.message : '').toContain(message);
  });

  it('sees no inherited member, whatever keys a value has', () => {
    const hostile = parseJson('{"__proto__": 1, "constructor": 2, "toString": 3, "hasOwnProperty": 4, "valueOf": 5}');
    expect(value('[v["__proto__"], v.constructor, v.toString, v.hasOwnProperty, v.valueOf]', { v: hostile })).toEqual([
      1, 2, 3, 4, 5,
    ]);
    expect(value('v', { v: hostile })).toEqual(hostile);
    for (const name of ['constructor', 'toString', '__defineGetter__']) {
      expect(value(`v.${name}`, { v: {} })).toBe(`error: \`v.${name}\` has no value`);
      expect(value(name, {})).toBe(`error: \`${name}\` has no value`);
      expect(value(`v.${name}`, { v: 'text' })).toContain('error: ');
    }
  });

  it('runs matches in linear time, inside macros too', () => {
    const text = `${'a'.repeat(40)}!`;
    expect(value('text.matches("(a+)+$")', { text })).toBe(false);
    expect(value('[text].exists(t, t.matches("(a+)+$"))', { text })).toBe(false);
    expect(
      value('[text].filter(t, !t.matches("(a+)+$")).map(t, t.matches(pattern))', { text, pattern: '(a|aa)+$' }),
    ).toEqual([false]);
    expect(value('cel.bind(t, text, t.matches("^a+!$"))', { text })).toBe(true);
  });

  it('draws uuid(), int(a, b) and now() from the scope, the same for the same occurrence', () => {
    const draw = (occurrence: string) => evaluate('[uuid(), uuid(), int(1, 6), now()]', {}, scope, occurrence);
    expect(draw('json.token')).toEqual(draw('json.token'));
    expect(draw('json.token')).not.toEqual(draw('json.other'));
    expect(draw('json.token')).toMatchObject({
      kind: 'value',
      value: [expect.stringMatching(/^[\da-f-]{36}$/), expect.anything(), expect.any(Number), 1_700_000_000_000],
    });
    expect(evaluate('uuid() == uuid()', {}, scope)).toEqual({ kind: 'value', value: false });
    expect(evaluate('int(6, 1)', {}, scope)).toMatchObject({
      kind: 'error',
      message: expect.stringContaining('must not be greater'),
    });
    expect(evaluate('int(7, 7)', {}, scope)).toEqual({ kind: 'value', value: 7 });
  });

  it('leaves no sources behind for the next evaluation', () => {
    evaluate('uuid()', {}, scope);
    expect(evaluate('uuid()', {})).toMatchObject({ kind: 'error' });
  });

  it('gives any JSON value back as it went in', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const json = parseJson(text);
        expect(value('v', { v: json })).toEqual(json);
      }),
    );
  });
});

describe('operands', () => {
  it('are both sides of every comparison behind the truth of the expression, literals left out', () => {
    const values = { initial: { stock: 5 }, final: { stock: -1 }, count: { sold: 6 }, open: false };
    expect(operands('initial.stock - final.stock == count.sold && !(final.stock >= 0 || open)', values)).toEqual([
      { text: 'initial.stock - final.stock', value: 6 },
      { text: 'count.sold', value: 6 },
      { text: 'final.stock', value: -1 },
      { text: 'open', value: false },
    ]);
  });

  it('keep the brackets that change the value', () => {
    expect(operands('a - (b - c) == (a + b) * (a - c)', { a: 5, b: 3, c: 1 })).toEqual([
      { text: 'a - (b - c)', value: 3 },
      { text: '(a + b) * (a - c)', value: 32 },
    ]);
    expect(operands('s + ")" == (s)', { s: '(' })).toEqual([
      { text: 's + ")"', value: '()' },
      { text: 's', value: '(' },
    ]);
  });

  it('show matches under the name that the user wrote', () => {
    expect(operands('s.matches("a") == open', { s: 'b', open: true })[0]).toEqual({
      text: 's.matches("a")',
      value: false,
    });
  });

  it('leave out what has no value, and are none for a text that is no expression', () => {
    expect(operands('gone.stock == 1 && a == 1', { a: 2 })).toEqual([{ text: 'a', value: 2 }]);
    expect(operands('a ==', { a: 2 })).toEqual([]);
  });
});
