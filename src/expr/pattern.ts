import { RE2JS } from 're2js';
import { messageOf } from '../support/message-of.ts';
import { remembered } from '../support/remembered.ts';
import type { ExpressionProblem } from './problem.ts';

const maxLength = 1000;

/** What is wrong with a regular expression, as a problem of its whole text. */
export function patternProblem(pattern: string): ExpressionProblem | undefined {
  try {
    compile(pattern);
    return undefined;
  } catch (error) {
    return {
      message: messageOf(error),
      start: 0,
      end: pattern.length,
      help: 'regular expressions are RE2: linear time, so no backreferences, and no repetition beyond 1000',
    };
  }
}

/**
 * All groups of the first match in `text`, group 0 being the whole of it; undefined when nothing matches. RE2 takes linear
 * time: no pattern can be made to hang. Throws what `patternProblem` tells.
 */
export function firstMatch(pattern: string, text: string): readonly (string | null)[] | undefined {
  const matcher = compile(pattern).matcher(text);
  if (!matcher.find()) return undefined;
  return Array.from({ length: matcher.groupCount() + 1 }, (_, group) => matcher.group(group));
}

const compiled = remembered((pattern) => RE2JS.compile(pattern));

function compile(pattern: string): RE2JS {
  if (pattern.length > maxLength) {
    throw new Error(`the regular expression has ${pattern.length} characters, expected at most ${maxLength}`);
  }
  return compiled(pattern);
}
