import type { ExpressionProblem } from '../expr/expression.ts';
import type { Span } from '../support/diagnostic.ts';

/** A problem of an expression as the user is told of it; the span counts in the expression. */
export interface Explanation extends Span {
  readonly title: string;
  readonly label?: string | undefined;
  readonly help?: string | undefined;
}

/** Adds what the scenario knows and the expression doesn't: where a name does exist, and what an unset variable is. */
export function explain(
  { message, start, end, help }: ExpressionProblem,
  text: string,
  elsewhere: ReadonlyMap<string, string>,
): Explanation {
  const span = { start, end };
  const written = text.slice(start, end);
  const known = message.startsWith('unknown name') ? elsewhere.get(written) : undefined;
  if (known !== undefined) return { ...span, title: `\`${written}\` does not exist here`, help: known };
  const unset = /^`env` has no `(.+)`$/.exec(message)?.[1];
  if (unset !== undefined) {
    const remedy = `set it, as in export ${unset}='its value'`;
    return { ...span, title: `the environment variable ${unset} is not set`, help: remedy };
  }
  return help?.startsWith('did you mean') === true
    ? { ...span, title: message, label: help }
    : { ...span, title: message, help };
}
