import type { ASTNode } from '@marcbachmann/cel-js';
import type { Span } from '../support/diagnostic.ts';

/** What must be known of a parsed expression before it may run. */
export interface TreeFacts {
  /** Names that it reads, with the first place of each; those that its macros bind are among them. */
  readonly names: ReadonlyMap<string, Span>;
  /** How deep macros stand inside macros. Each level multiplies the work by the length of a list. */
  readonly macroDepth: number;
  /** Literal arguments of `matches`. */
  readonly patterns: readonly (Span & { readonly pattern: string })[];
}

/** The name under which `cel-functions.ts` registers a `matches` that takes linear time. */
export const linearMatches = 'matchesRe2';

/** `bind` is among them because each level can double a list. */
const macros = new Set(['all', 'exists', 'exists_one', 'filter', 'map', 'bind']);

/**
 * Makes a parsed expression safe, and tells what it found. The `matches` of cel-js is JavaScript's backtracking engine, and
 * can't be overridden, only avoided: every call of it is renamed, in place and before the first check, which looks it up.
 * Macros are expanded by then, but what they expand to refers to the very nodes that are walked here.
 */
export function tameTree(root: ASTNode): TreeFacts {
  const names = new Map<string, Span>();
  const patterns: TreeFacts['patterns'][number][] = [];

  /** The deepest nesting at or below `node`, which stands inside `depth` macros. */
  const visit = (node: ASTNode, depth: number): number => {
    if (node.op === 'id' && !names.has(node.args)) names.set(node.args, { start: node.start, end: node.end });
    if (node.op !== 'rcall') return Math.max(depth, ...childrenOf(node.args).map((child) => visit(child, depth)));
    const [name, receiver, args] = node.args;
    if (name === 'matches') {
      node.args[0] = linearMatches;
      for (const { op, args: pattern, start, end } of args) {
        if (op === 'value' && typeof pattern === 'string') patterns.push({ pattern, start, end });
      }
    }
    const inside = macros.has(name) ? depth + 1 : depth;
    return Math.max(inside, visit(receiver, depth), ...args.map((argument) => visit(argument, inside)));
  };

  const macroDepth = visit(root, 0);
  return { names, macroDepth, patterns };
}

/** The nodes in the arguments of a node, which are a node, a scalar, or lists of them. */
export function childrenOf(args: unknown): readonly ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(childrenOf);
  return isNode(args) ? [args] : [];
}

/** Whether something is a node; the locations of cel-js's errors are one most of the time. */
export function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}

/** The names of `count.buy.sold` or `count["buy"].sold`, from the left; undefined for a node that is no such path. */
export function pathOf(node: ASTNode): readonly string[] | undefined {
  if (node.op === 'id') return [node.args];
  if (node.op !== '.' && node.op !== '[]') return undefined;
  const parent = pathOf(node.args[0]);
  const name = node.op === '.' ? node.args[1] : literalOf(node.args[1]);
  return parent === undefined || typeof name !== 'string' ? undefined : [...parent, name];
}

function literalOf(node: ASTNode): unknown {
  return node.op === 'value' ? node.args : undefined;
}
