import type { Environment } from '@marcbachmann/cel-js';
import { didYouMean } from '../support/did-you-mean.ts';
import { generators } from './cel-functions.ts';
import { isNode, linearMatches } from './cel-tree.ts';
import type { ExpressionProblem } from './problem.ts';

type Explanation = Pick<ExpressionProblem, 'message' | 'help'>;

/** What other languages call a function, and how it is written here. */
const translations: Readonly<Record<string, string>> = {
  random: 'int(1, 100)',
  randomInt: 'int(1, 100)',
  rand: 'int(1, 100)',
  len: 'size(x)',
  length: 'size(x)',
  count: 'size(list.filter(x, x > 0))',
  includes: 'text.contains("a"), or x in list',
  any: 'list.exists(x, x > 0)',
  some: 'list.exists(x, x > 0)',
  every: 'list.all(x, x > 0)',
  toString: 'string(x)',
  str: 'string(x)',
  number: 'int(x), or double(x)',
  toUpperCase: 'text.upperAscii()',
  toLowerCase: 'text.lowerAscii()',
};

/** What to say of a call that fits no function: those of its name, or what there is. `summary` is what cel-js says. */
export function unknownFunction(node: unknown, summary: string, environment: Environment): Explanation | undefined {
  if (!isNode(node) || (node.op !== 'call' && node.op !== 'rcall')) return undefined;
  const name = node.args[0] === linearMatches ? 'matches' : node.args[0];
  const count = node.op === 'call' ? node.args[1].length : node.args[2].length;
  const functions = environment.getDefinitions().functions.filter((known) => known.name !== linearMatches);
  const namesakes = functions.filter((known) => known.name === name);
  if (generators[name] === count && !namesakes.some((known) => known.params.length === count)) {
    return {
      message: `\`${name}\` has no seed and no clock here`,
      help: 'draw it in a step, as in prepare: [{ set: { x: "{{ uuid() }}" } }], or in `values` of a request, and use its name',
    };
  }
  const [, receiver = ''] = /'([^']*)\.\w+\(/.exec(summary) ?? [];
  if (namesakes.length > 0) {
    const calls = [...new Set(namesakes.map(({ signature }) => spelt(signature)))];
    return { message: plain(summary), help: `there is ${calls.join(', ')}` };
  }
  const message = `unknown function \`${name}\``;
  if (Object.hasOwn(translations, name)) return { message, help: `write ${translations[name]}` };
  const ofKind = functions.filter((known) => (known.receiverType === null) === (node.op === 'call'));
  const meant = didYouMean(name, new Set(functions.map((known) => known.name)));
  if (meant !== undefined) return { message, help: `did you mean \`${meant}\`?` };
  const own = ofKind.filter(({ receiverType }) => receiverType === null || kind(receiverType) === kind(receiver));
  const there = [...new Set((own.length > 0 ? own : ofKind).map((known) => known.name))].filter(
    (known) => !/^(get[A-Z]\w+|dyn|type)$/.test(known),
  );
  return { message, help: `functions here: ${there.toReversed().join(', ')}` };
}

/** A call as one would write it, without the types of what is in lists and maps. */
function spelt(signature: string): string {
  return kind(signature.slice(0, signature.lastIndexOf('): ') + 1))
    .replace('(ast, ast)', '(x, x > 0)')
    .replace('(ast, ast, ast)', '(x, x > 0, x + 1)')
    .replace(/\bast\b/g, 'x');
}

function kind(type: string): string {
  return type.replace(/<[^<>]*>/g, '').replaceAll('google.protobuf.', '');
}

function plain(summary: string): string {
  return kind(summary)
    .replaceAll(linearMatches, 'matches')
    .replace(/\$(?=\w)/g, '')
    .replace(/^found no matching overload for '(.*)'$/, 'no such function: $1');
}
