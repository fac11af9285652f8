import type { ParseResult } from '@marcbachmann/cel-js';
import type { Json } from '../support/json.ts';
import { remembered } from '../support/remembered.ts';
import { failureOf, problemOf } from './cel-errors.ts';
import { withSources } from './cel-functions.ts';
import { type TreeFacts, tameTree } from './cel-tree.ts';
import { fromCel, toCel } from './cel-values.ts';
import { environmentWith, evaluating } from './environment.ts';
import type { Names } from './names.ts';
import { operandTexts } from './operands.ts';
import { patternProblem } from './pattern.ts';
import type { ExpressionProblem } from './problem.ts';
import type { Scope } from './scope.ts';

export type { ExpressionProblem } from './problem.ts';

export interface CheckOptions {
  /** The result must be true or false. */
  readonly expected?: 'bool';
  /** `uuid()`, `int(a, b)` and `now()` exist here: in templates, not in invariants. */
  readonly sources?: boolean;
}

const maxLength = 4000;
const maxMacroDepth = 2;

/** Checks syntax, names, types and limits before any traffic; undefined when all is well. */
export function checkExpression(
  source: string,
  names: Names,
  options: CheckOptions = {},
): ExpressionProblem | undefined {
  const whole = { start: 0, end: source.length };
  if (source.length > maxLength) {
    return { ...whole, message: `the expression has ${source.length} characters, expected at most ${maxLength}` };
  }
  const { environment, taken } = environmentWith(names, { generators: options.sources === true });
  try {
    const parsed = environment.parse(source);
    const problem = problemOfTree(tameTree(parsed.ast), taken);
    if (problem !== undefined) return { ...whole, ...problem };
    const { valid, type, error } = parsed.check();
    if (!valid) return problemOf(error, source, names, environment);
    const unfit = unfitResult(type ?? 'dyn', options.expected);
    return unfit && { ...whole, ...unfit };
  } catch (error) {
    return problemOf(error, source, names, environment);
  }
}

type Part = Pick<ExpressionProblem, 'message' | 'help'> & Partial<ExpressionProblem>;

function problemOfTree({ names, macroDepth, patterns }: TreeFacts, taken: readonly string[]): Part | undefined {
  for (const name of taken) {
    const place = names.get(name);
    if (place === undefined) continue;
    return {
      ...place,
      message: `\`${name}\` is a word of the expression language (CEL)`,
      help: 'give the variable or capture another name',
    };
  }
  if (macroDepth > maxMacroDepth) {
    return {
      message: `macros (all, exists, filter, map ...) stand ${macroDepth} deep inside each other, expected at most ${maxMacroDepth}`,
      help: 'chain them, as in list.filter(...).map(...), or split the expression',
    };
  }
  for (const { pattern, start, end } of patterns) {
    const problem = patternProblem(pattern);
    if (problem !== undefined) return { ...problem, start, end };
  }
  return undefined;
}

function unfitResult(type: string, expected: CheckOptions['expected']): Part | undefined {
  if (type.startsWith('optional'))
    return { message: 'the result is optional', help: 'end the expression with .orValue(...)' };
  if (expected !== 'bool' || type === 'bool' || type.startsWith('dyn')) return undefined;
  return {
    message: `the expression gives ${type}, expected true or false`,
    help: 'compare it with something, such as == 0',
  };
}

export type Evaluation =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'error'; readonly message: string };

/**
 * Evaluates an expression that `checkExpression` has passed. A missing name or field is an error, never false and never null.
 * With a scope, `uuid()`, `int(a, b)` and `now()` draw from it; `occurrence` is the key of their randomness.
 *
 * Whole numbers are integers: `5 / 2` is 2, `5 / 2.0` is 2.5.
 */
export function evaluate(
  source: string,
  values: Readonly<Record<string, Json>>,
  scope?: Scope,
  occurrence = '',
): Evaluation {
  try {
    const { run, names } = compile(source);
    const read = Object.entries(values).filter(([name]) => names.has(name));
    const context = new Map(read.map(([name, value]) => [name, toCel(value)]));
    const sources = scope && { random: scope.random(occurrence), nowMs: scope.nowMs };
    return { kind: 'value', value: fromCel(withSources(sources, () => run(context))) };
  } catch (error) {
    return { kind: 'error', message: failureOf(error, source) };
  }
}

/** What stands on both sides of each comparison, with its value: the evidence behind a `false`. */
export function operands(
  source: string,
  values: Readonly<Record<string, Json>>,
): readonly { readonly text: string; readonly value: Json }[] {
  let texts: readonly string[];
  try {
    texts = compile(source).operands;
  } catch {
    return [];
  }
  return texts.flatMap((text) => {
    const evaluation = evaluate(text, values);
    return evaluation.kind === 'value' ? [{ text, value: evaluation.value }] : [];
  });
}

interface Compiled {
  readonly run: (context: ReadonlyMap<string, unknown>) => unknown;
  readonly names: TreeFacts['names'];
  readonly operands: readonly string[];
}

const compile = remembered((source): Compiled => {
  const parsed: ParseResult = evaluating.parse(source);
  return { run: parsed as Compiled['run'], names: tameTree(parsed.ast).names, operands: operandTexts(parsed.ast) };
});
