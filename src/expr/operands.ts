import type { ASTNode } from '@marcbachmann/cel-js';
import { childrenOf } from './cel-tree.ts';
import { stringLiteralEnd } from './string-literal.ts';

const comparisons: readonly string[] = ['==', '!=', '<', '<=', '>', '>=', 'in'];
const connectives: readonly string[] = ['&&', '||', '!_'];

/**
 * The texts of what an expression compares: both sides of each comparison that its truth rests on, and its other conditions
 * whole. Literals are left out, they explain themselves.
 */
export function operandTexts(root: ASTNode): readonly string[] {
  const texts = new Set<string>();
  const visit = (node: ASTNode) => {
    const children = childrenOf(node.args);
    if (connectives.includes(node.op)) for (const child of children) visit(child);
    else
      for (const part of comparisons.includes(node.op) ? children : [node])
        if (part.op !== 'value') texts.add(sourceOf(part));
  };
  visit(root);
  return [...texts];
}

/**
 * The source of a node. Its range begins at its first and ends at its last token, so that of `(a + b) * (c - d)` lacks the
 * outermost parentheses on both sides; they are put back. (`serialize` of cel-js makes `a - b - c` of `a - (b - c)`.)
 */
export function sourceOf({ input, start, end }: ASTNode): string {
  const text = input.slice(start, end);
  let unopened = 0;
  let open = 0;
  for (let at = 0; at < text.length; at += 1) {
    const after = stringLiteralEnd(text, at);
    if (after > at) at = after - 1;
    else if (text[at] === '(') open += 1;
    else if (text[at] === ')' && open > 0) open -= 1;
    else if (text[at] === ')') unopened += 1;
  }
  return '('.repeat(unopened) + text + ')'.repeat(open);
}
