import type { Json } from '../support/json.ts';
import { stringifyJson } from '../support/lossless-json.ts';
import { remembered } from '../support/remembered.ts';
import { evaluate } from './expression.ts';
import type { ExpressionProblem } from './problem.ts';
import type { Scope } from './scope.ts';
import { stringLiteralEnd } from './string-literal.ts';

/** A text with `{{ }}` in it, taken apart. */
export interface Template {
  readonly source: string;
  readonly parts: readonly (string | Placeholder)[];
}

/** One `{{ }}`; offsets of the expression in the template's text. */
export interface Placeholder {
  readonly expression: string;
  readonly start: number;
  readonly end: number;
}

/** A template can't be filled in with what is known at run time. */
export class RenderError extends Error {
  override readonly name = 'RenderError';
  /** What could not be filled in: an expression, or the place that its value does not fit. */
  readonly expression: string;

  constructor(expression: string, message: string) {
    super(message);
    this.expression = expression;
  }
}

/**
 * Takes a text apart. A `}}` inside a string or a map literal of an expression does not end it. A text that shall hold `{{`
 * itself writes it as `{{ "{{" }}`.
 */
export function parseTemplate(
  source: string,
): { readonly template: Template } | { readonly problem: ExpressionProblem } {
  const parts: (string | Placeholder)[] = [];
  let at = 0;
  for (let open = source.indexOf('{{'); open !== -1; open = source.indexOf('{{', at)) {
    const close = closingBraces(source, open + 2);
    if (close === undefined) {
      const message = '`{{` is not closed';
      return { problem: { message, start: open, end: source.length, help: 'end the expression with }}' } };
    }
    const inner = source.slice(open + 2, close);
    const expression = inner.trim();
    if (expression === '') {
      const help = 'write a name or an expression between the braces';
      return { problem: { message: '`{{ }}` is empty', start: open, end: close + 2, help } };
    }
    if (open > at) parts.push(source.slice(at, open));
    const start = open + 2 + inner.indexOf(expression);
    parts.push({ expression, start, end: start + expression.length });
    at = close + 2;
  }
  if (at < source.length) parts.push(source.slice(at));
  return { template: { source, parts } };
}

/** Where the `}}` stands that ends an expression. */
function closingBraces(source: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < source.length; at += 1) {
    const after = stringLiteralEnd(source, at);
    if (after > at) at = after - 1;
    else if (source[at] === '{') depth += 1;
    else if (source[at] === '}' && depth > 0) depth -= 1;
    else if (source.startsWith('}}', at)) return at;
  }
  return undefined;
}

/** The template of a text that was checked before: throws RenderError where `parseTemplate` has a problem. */
export const templateOf: (source: string) => Template = remembered((source) => {
  const parsed = parseTemplate(source);
  if ('template' in parsed) return parsed.template;
  throw new RenderError(source, `${parsed.problem.message} in ${JSON.stringify(source)}`);
});

/**
 * The text of a template: strings as they are, everything else as JSON. `occurrence` is the key of its randomness; `encode`
 * is applied to what the placeholders give, not to the text around them. Throws RenderError for null, and for a missing value
 * that nothing stands in for.
 */
export function renderText(
  template: Template,
  scope: Scope,
  occurrence: string,
  encode: (text: string, place: number) => string = (text) => text,
): string {
  return template.parts
    .map((part, place) => {
      if (typeof part === 'string') return part;
      const value = valueOf(part, scope, `${occurrence}#${place}`);
      if (value === null) throw new RenderError(part.expression, `{{ ${part.expression} }} is null, which has no text`);
      return encode(typeof value === 'string' ? value : stringifyJson(value), place);
    })
    .join('');
}

/** The value of a template: a lone `{{ x }}` keeps its type, anything else is text. Throws like `renderText`. */
export function renderValue(template: Template, scope: Scope, occurrence: string): Json {
  const [first] = template.parts;
  if (template.parts.length === 1 && typeof first === 'object') return valueOf(first, scope, `${occurrence}#0`);
  return renderText(template, scope, occurrence);
}

function valueOf({ expression }: Placeholder, scope: Scope, occurrence: string): Json {
  const evaluation = evaluate(expression, scope.names, scope, occurrence);
  if (evaluation.kind === 'value') return evaluation.value;
  if (scope.standIn !== undefined) return scope.standIn(expression);
  throw new RenderError(expression, `{{ ${expression} }}: ${evaluation.message}`);
}
