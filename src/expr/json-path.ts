import { FunctionExpressionType, JSONPathEnvironment, JSONPathError, type JSONValue } from 'json-p3';
import type { Json } from '../support/json.ts';
import { messageOf } from '../support/message-of.ts';
import { remembered } from '../support/remembered.ts';
import { firstMatch } from './pattern.ts';
import type { ExpressionProblem } from './problem.ts';

const maxLength = 1000;
/** `$..*..*` over a large answer would go on for a long time; a capture wants a few values. */
const maxNodes = 10_000;

/** What is wrong with a JSONPath (RFC 9535). */
export function jsonPathProblem(path: string): ExpressionProblem | undefined {
  const help = 'write a JSONPath (RFC 9535), such as $.id or $.items[0].id';
  if (path.length > maxLength) {
    const message = `the JSONPath has ${path.length} characters, expected at most ${maxLength}`;
    return { message, start: 0, end: path.length, help };
  }
  try {
    compile(path);
    return undefined;
  } catch (error) {
    const start = error instanceof JSONPathError ? Math.min(error.token.index, Math.max(0, path.length - 1)) : 0;
    // json-p3 appends the path and the place, which the caret shows.
    return { message: messageOf(error).replace(/ \('.*':\d+\)$/s, ''), start, end: path.length, help };
  }
}

/** The values of all nodes that a path selects, in its order. Throws when they are too many. */
export function selectValues(path: string, value: Json): readonly Json[] {
  const values: Json[] = [];
  // json-p3 compares bigints as they are and takes no part of them, so they pass through it unharmed.
  for (const node of compile(path).lazyQuery(value as JSONValue)) {
    if (values.length === maxNodes) throw new RangeError(`${path} selects more than ${maxNodes} values`);
    values.push(node.value as Json);
  }
  return values;
}

const environment = new JSONPathEnvironment();
// RFC 9535, sections 2.4.6 and 2.4.7. Those of json-p3 use JavaScript's backtracking engine.
environment.functionRegister.set(
  'match',
  regexFunction((pattern) => `^(?:${pattern})$`),
);
environment.functionRegister.set(
  'search',
  regexFunction((pattern) => pattern),
);

const compile = remembered((path) => environment.compile(path));

function regexFunction(whole: (pattern: string) => string) {
  return {
    argTypes: [FunctionExpressionType.ValueType, FunctionExpressionType.ValueType],
    returnType: FunctionExpressionType.LogicalType,
    call(text: unknown, pattern: unknown): boolean {
      if (typeof text !== 'string' || typeof pattern !== 'string') return false;
      try {
        return firstMatch(whole(pattern), text) !== undefined;
      } catch {
        return false; // The RFC: a pattern that is no regular expression matches nothing.
      }
    },
  };
}
