import { Composer, type CST, type Document, Parser, type ParsedNode } from 'yaml';
import { type Diagnostic, RacehoundError, type Source } from '../support/diagnostic.ts';
import { codes } from './finding.ts';
import { syntaxDiagnostic } from './yaml-errors.ts';

/** A document, and its first syntax error: one makes more, and the first is the cause. */
export interface Syntax {
  readonly document: Document<ParsedNode>;
  readonly error?: Diagnostic;
}

const maxDepth = 64;

/**
 * Parses one YAML 1.2 document. The depth is checked between the parser, which keeps its own stack, and the composer, which
 * recurses. Repeated keys are left to the reader: the library compares every key with every other.
 */
export function parseYaml(source: Source): Syntax {
  const tokens = [...new Parser().parse(source.text)];
  refuseUnsupported(tokens, source);
  const options = { uniqueKeys: false, intAsBigInt: true, prettyErrors: false, logLevel: 'silent' } as const;
  const [document] = [...new Composer(options).compose(tokens, true, source.text.length)];
  if (document === undefined) throw new Error('the YAML composer gave no document');
  const [error] = document.errors;
  return { document, ...(error !== undefined && { error: syntaxDiagnostic(source, error) }) };
}

/** Throws for what we don't read at all: deep nesting, directives, a second document. */
function refuseUnsupported(tokens: readonly CST.Token[], source: Source): void {
  let documents = 0;
  for (const token of tokens) {
    const tooDeep = deeperThanAllowed(token);
    if (tooDeep !== undefined) {
      throw refusal(source, codes.limit, tooDeep, 1, `nested deeper than ${maxDepth} levels`, 'flatten this value');
    }
    if (token.type === 'directive') {
      const title = `the directive ${token.source} is not supported`;
      throw refusal(source, codes.refused, token.offset, token.source.length, title, 'remove the line');
    }
    if (token.type === 'document') documents += 1;
    if (documents > 1) {
      const help = 'write one file for each scenario, without a line --- between them';
      throw refusal(source, codes.refused, token.offset, 3, 'the file holds several YAML documents', help);
    }
  }
}

function refusal(
  source: Source,
  code: string,
  start: number,
  length: number,
  title: string,
  help: string,
): RacehoundError {
  return new RacehoundError('usage', [{ code, title, help, source, span: { start, end: start + length } }]);
}

/** Offset of a token that is nested too deep. A loop: the token tree may be a million levels deep. */
function deeperThanAllowed(root: CST.Token): number | undefined {
  const open: { token: CST.Token; depth: number }[] = [{ token: root, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.depth > maxDepth) return next.token.offset;
    for (const token of children(next.token)) open.push({ token, depth: next.depth + 1 });
  }
  return undefined;
}

function children(token: CST.Token): CST.Token[] {
  const parts =
    'items' in token ? token.items.flatMap(({ key, value }) => [key, value]) : 'value' in token ? [token.value] : [];
  return parts.filter((part): part is CST.Token => typeof part === 'object' && part !== null);
}
