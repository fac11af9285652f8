import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scope } from '../../../src/expr/scope.ts';
import {
  parseTemplate,
  RenderError,
  renderText,
  renderValue,
  type Template,
  templateOf,
} from '../../../src/expr/template.ts';
import type { Json } from '../../../src/support/json.ts';
import { randomFor } from '../../../src/support/random.ts';

const scope = (names: Readonly<Record<string, Json>> = {}): Scope => ({
  names,
  random: (occurrence) => randomFor(1, occurrence),
  nowMs: () => 0,
});
const text = (source: string, names?: Readonly<Record<string, Json>>) =>
  renderText(templateOf(source), scope(names), 'here');
const value = (source: string, names?: Readonly<Record<string, Json>>) =>
  renderValue(templateOf(source), scope(names), 'here');

describe('parsing', () => {
  it('takes a text apart, with the place of each expression in it', () => {
    const source = 'a {{  x.y }}{{z}} b';
    expect(parseTemplate(source)).toEqual({
      template: {
        source,
        parts: ['a ', { expression: 'x.y', start: 6, end: 9 }, { expression: 'z', start: 14, end: 15 }, ' b'],
      },
    });
  });

  it.each([
    ['{{ "}}" }}', '"}}"'],
    [`{{ '}}' + "\\"}}" }}`, `'}}' + "\\"}}"`],
    ['{{ """a"}}b""" }}', '"""a"}}b"""'],
    ['{{ {"a": {"b": 1}} }}', '{"a": {"b": 1}}'],
    ['{{ {"a": {"b": 1}}}}', '{"a": {"b": 1}}'],
    ['{{ {"}": x}["}"] }}', '{"}": x}["}"]'],
  ])('finds the end of %s', (source, expression) => {
    expect(templateOf(source).parts).toMatchObject([{ expression }]);
  });

  it.each([
    ['an open one', 'ab {{ x', 3, 7, 'is not closed'],
    ['one that a quote keeps open', '{{ "x }}', 0, 8, 'is not closed'],
    ['one that a brace keeps open', '{{ {"a": 1 }}', 0, 13, 'is not closed'],
    ['an empty one', 'a{{ }}b', 1, 6, 'is empty'],
  ])('tells where %s begins', (_, source, start, end, message) => {
    expect(parseTemplate(source)).toMatchObject({ problem: { start, end, message: expect.stringContaining(message) } });
  });

  it('accounts for every character of any text, or marks an opening brace', () => {
    const piece = fc.constantFrom('{{', '}}', '{', '}', '"', "'", '\\', ' ', 'x', '"""');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 15 }), (pieces) => {
        const source = pieces.join('');
        const parsed = parseTemplate(source);
        if ('problem' in parsed) return source.startsWith('{{', parsed.problem.start);
        expect(rebuilt(source, parsed.template)).toBe(source);
        return true;
      }),
    );
  });
});

/** The text of a template, put together again from its parts. */
function rebuilt(source: string, { parts }: Template): string {
  return parts.reduce<string>((before, part) => {
    if (typeof part === 'string') return before + part;
    expect(source.slice(part.start, part.end)).toBe(part.expression);
    const close = source.indexOf('}}', part.end) + 2;
    expect(source.slice(before.length, part.start).trim()).toBe('{{');
    expect(source.slice(part.end, close).trim()).toBe('}}');
    return source.slice(0, close);
  }, '');
}

describe('rendering', () => {
  it('gives a text without braces back as it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).map((source) => source.replace(/[{}]/g, '')),
        (source) => {
          expect(text(source)).toBe(source);
          expect(value(source)).toBe(source);
        },
      ),
    );
  });

  it('puts any text in where its name stands', () => {
    fc.assert(
      fc.property(fc.string(), (x) => {
        expect(text('<{{ x }}>', { x })).toBe(`<${x}>`);
      }),
    );
  });

  it.each<[string, Json, string]>([
    ['a string', 'a "b"', 'a "b"'],
    ['a number', 1.5, '1.5'],
    ['a big number', 12345678901234567890n, '12345678901234567890'],
    ['true', true, 'true'],
    ['a list', [1, 'a', null], '[1,"a",null]'],
    ['an object', { id: 12345678901234567890n }, '{"id":12345678901234567890}'],
  ])('writes %s into a text', (_, x, expected) => {
    expect(text('>{{ x }}', { x })).toBe(`>${expected}`);
  });

  it.each<Json>([1, 'a', true, null, [1], { a: null }, 12345678901234567890n])(
    'keeps the type of a lone {{ x }}: %s',
    (x) => {
      expect(value('{{ x }}', { x })).toEqual(x);
      expect(value('{{x}}', { x })).toEqual(x);
    },
  );

  it('can write braces', () => {
    expect(text('{{ "{{" }} x }}')).toBe('{{ x }}');
  });

  it.each([
    ['{{ x }}!', { x: null }, 'x', '{{ x }} is null, which has no text'],
    ['{{ y.z }}', { y: {} }, 'y.z', '{{ y.z }}: `y.z` has no value'],
    ['{{ y }}', {}, 'y', '{{ y }}: `y` has no value'],
  ])('throws a RenderError that names the expression of %s over %j', (source, names, expression, message) => {
    expect(() => text(source, names)).toThrow(expect.objectContaining({ name: 'RenderError', expression, message }));
  });

  it('refuses a text that was never checked', () => {
    expect(() => templateOf('{{ x')).toThrow(RenderError);
  });

  it('gives every {{ uuid() }} a value of its own, and the same one each time', () => {
    const rendered = text('{{ uuid() }} {{ uuid() }}');
    const [first, second] = rendered.split(' ');
    expect(first).not.toBe(second);
    expect(text('{{ uuid() }} {{ uuid() }}')).toBe(rendered);
  });
});
