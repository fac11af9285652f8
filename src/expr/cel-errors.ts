import { type Environment, EvaluationError, ParseError, TypeError as CelTypeError } from '@marcbachmann/cel-js';
import { didYouMean } from '../support/did-you-mean.ts';
import { messageOf } from '../support/message-of.ts';
import { isNode, linearMatches, pathOf } from './cel-tree.ts';
import type { Names, NameType } from './names.ts';
import type { ExpressionProblem } from './problem.ts';
import { unknownFunction } from './unknown-function.ts';

type CelError = ParseError | EvaluationError | CelTypeError;

/** What cel-js refused before any evaluation, in our words and with a remedy where one can be guessed. */
export function problemOf(error: unknown, source: string, names: Names, environment: Environment): ExpressionProblem {
  if (!isCelError(error)) return { message: wording(error), start: 0, end: source.length };
  const start = Math.min(error.range?.start ?? 0, source.length);
  const end = Math.max(start, Math.min(error.range?.end ?? source.length, source.length));
  return { start, end, ...explain(error, source.slice(start, end), names, environment) };
}

/** Why an evaluation came to no value. */
export function failureOf(error: unknown, source: string): string {
  if (!isCelError(error)) return wording(error);
  const { node } = error;
  if (node !== undefined && (error.code === 'no_such_key' || error.code === 'unknown_variable')) {
    return `\`${source.slice(node.start, node.end)}\` has no value`;
  }
  return wording(error);
}

type Explanation = Pick<ExpressionProblem, 'message' | 'help'>;

function explain(error: CelError, text: string, names: Names, environment: Environment): Explanation {
  switch (error.code) {
    case 'unknown_variable':
    case 'no_such_key':
      return unknownPath(error, names) ?? { message: wording(error) };
    case 'no_matching_overload':
      return unknownFunction(error.node, error.summary, environment) ?? { message: wording(error) };
    case 'unexpected_token':
    case 'unexpected_character':
    case 'expected_token':
      return misplaced(text);
    case 'invalid_macro_argument':
      return {
        message: wording(error),
        help: 'has() takes a name and fields, such as has(r.id); elsewhere write list[0].?id.hasValue()',
      };
    case 'no_such_overload':
      return { message: wording(error), ...helpWithTypes(error.summary) };
    default:
      return { message: wording(error) };
  }
}

function helpWithTypes(summary: string): Pick<ExpressionProblem, 'help'> {
  if (summary.includes('$')) return { help: 'objects are compared field by field, as in initial.stock == final.stock' };
  if (!summary.includes('string')) return {};
  return { help: 'string(x) makes a text of a number, int(x) or double(x) a number of a text' };
}

function unknownPath({ node }: CelError, names: Names): Explanation | undefined {
  const path = isNode(node) ? pathOf(node) : undefined;
  if (path === undefined) return undefined;
  let known: Readonly<Record<string, NameType>> = names;
  for (const [place, part] of path.entries()) {
    const type = Object.hasOwn(known, part) ? known[part] : undefined;
    if (type === undefined) {
      const parent = path.slice(0, place).join('.');
      const message = parent === '' ? `unknown name \`${part}\`` : `\`${parent}\` has no \`${part}\``;
      return { message, ...helpWith(part, Object.keys(known)) };
    }
    if (typeof type === 'string') return undefined;
    known = type.fields;
  }
  return undefined;
}

const listedNames = 20;

function helpWith(written: string, known: readonly string[]): Pick<ExpressionProblem, 'help'> {
  if (known.length === 0) return {};
  const more = known.length > listedNames ? ', ...' : '';
  return didYouMeanHelp(written, known) ?? { help: `known here: ${known.slice(0, listedNames).join(', ')}${more}` };
}

function didYouMeanHelp(written: string, known: readonly string[]): { readonly help: string } | undefined {
  const meant = didYouMean(written, known);
  return meant === undefined ? undefined : { help: `did you mean \`${meant}\`?` };
}

/** What other languages write, and what CEL writes for it. */
const translations: Readonly<Record<string, string>> = {
  '=': '==',
  and: '&&',
  or: '||',
  not: '!',
  '<>': '!=',
  '===': '==',
};

function misplaced(text: string): Explanation {
  if (text.trim() === '')
    return {
      message: 'the expression ends too early',
      help: 'something is missing after it, or a bracket is not closed',
    };
  const meant = Object.hasOwn(translations, text) ? translations[text] : undefined;
  return { message: `unexpected \`${text}\``, ...(meant !== undefined && { help: `write ${meant} in its place` }) };
}

/** The sentence of an error: lower case, without the names that only this room and cel-js know. */
function wording(error: unknown): string {
  if (error instanceof RangeError && /call stack/.test(error.message)) return 'the expression is nested too deeply';
  const text = isCelError(error) ? error.summary : messageOf(error);
  const plain = text
    .replace(/dyn<([^<>]*)>/g, '$1')
    .replaceAll(linearMatches, 'matches')
    // The type of a declared object is its name behind a dollar sign.
    .replace(/\$(?=\w)/g, '')
    .replace(/^no such overload:/, 'no such operation:')
    .replace(/^found no matching overload for '(.*)'$/, 'no such function: $1');
  return plain.charAt(0).toLowerCase() + plain.slice(1);
}

function isCelError(error: unknown): error is CelError {
  return error instanceof ParseError || error instanceof CelTypeError || error instanceof EvaluationError;
}
