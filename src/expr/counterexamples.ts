import type { ASTNode } from '@marcbachmann/cel-js';
import type { Json } from '../support/json.ts';
import { evaluating } from './environment.ts';
import { evaluate, operands } from './expression.ts';
import { sourceOf } from './operands.ts';

/** A part of an expression that makes all of it false by itself, and the elements of its list each of which does so alone. */
export interface Counterexamples {
  /** The part as it stands in the expression. */
  readonly text: string;
  readonly elements: readonly Json[];
  /** What the condition compares, with the values that it has for an element. */
  readonly operandsOf: (element: Json) => ReturnType<typeof operands>;
}

/**
 * Elements of lists that refute an expression: one of which the condition of an `all` is false, or that of an `exists` true
 * which must not be. Looks through `&&`, `||` and `!` where one part decides alone.
 */
export function counterexamples(source: string, values: Readonly<Record<string, Json>>): readonly Counterexamples[] {
  return deciding(evaluating.parse(source).ast, true).flatMap(({ node, wanted }) => {
    if (node.op !== 'rcall') return [];
    const [macro, list, [variable, condition]] = node.args;
    if (variable?.op !== 'id' || condition === undefined || macro !== (wanted ? 'all' : 'exists')) return [];
    const name = variable.args;
    const text = sourceOf(condition);
    const refuting = evaluate(`(${sourceOf(list)}).filter(${name}, ${wanted ? `!(${text})` : text})`, values);
    if (refuting.kind === 'error' || !Array.isArray(refuting.value)) return [];
    const elements: readonly Json[] = refuting.value;
    const operandsOf = (element: Json) => operands(text, { ...values, [name]: element });
    return [{ text: sourceOf(node), elements, operandsOf }];
  });
}

interface Part {
  readonly node: ASTNode;
  /** Otherwise the whole is false. */
  readonly wanted: boolean;
}

function deciding(node: ASTNode, wanted: boolean): readonly Part[] {
  if (node.op === '!_') return deciding(node.args, !wanted);
  if (node.op === '&&' || node.op === '||')
    return wanted === (node.op === '&&') ? node.args.flatMap((part) => deciding(part, wanted)) : [];
  return [{ node, wanted }];
}
