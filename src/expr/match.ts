import type { Answer } from '../history/operation.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import type { Json } from '../support/json.ts';
import { messageOf } from '../support/message-of.ts';
import { headerOf } from './answer-parts.ts';
import { selectFrom } from './capture.ts';
import { jsonPathProblem } from './json-path.ts';
import { firstMatch, patternProblem } from './pattern.ts';
import type { ExpressionProblem } from './problem.ts';
import { renderJson } from './request-template.ts';
import type { Scope } from './scope.ts';
import { parseTemplate } from './template.ts';

/** A text, or a regular expression (RE2) that is found in it. */
export type TextMatcher = string | { readonly regex: string };

/** What an answer must look like: every part that is given must match. */
export interface AnswerMatcher {
  /** Statuses, and classes such as `2xx`; one of them. */
  readonly status?: readonly (number | string)[];
  /** By name; a text must be the whole value. */
  readonly headers?: Readonly<Record<string, TextMatcher>>;
  /** By JSONPath, the value that it must select, as `capture` would; the strings in it are templates. */
  readonly json?: Readonly<Record<string, Json>>;
  /** A text must be a part of the body. */
  readonly body?: TextMatcher;
}

/** The same as a scenario spells it. */
export interface MatcherSpelling {
  readonly status?: number | string | readonly (number | string)[] | undefined;
  readonly headers?: Readonly<Record<string, TextMatcher>> | undefined;
  readonly json?: Readonly<Record<string, Json>> | undefined;
  readonly body?: TextMatcher | undefined;
}

export function answerMatcher({ status, headers, json, body }: MatcherSpelling): AnswerMatcher {
  return {
    ...(status !== undefined && { status: typeof status === 'object' ? status : [status] }),
    ...(headers !== undefined && { headers }),
    ...(json !== undefined && { json }),
    ...(body !== undefined && { body }),
  };
}

/** A problem in the text (the value, or for a JSONPath the key) that stands at `path` below the matcher. */
export type MatcherProblem = ExpressionProblem & { readonly path: readonly string[] };

/** What is wrong with the paths, patterns and templates of a matcher. The names in its templates are not checked here. */
export function matcherProblems({ headers, json, body }: MatcherSpelling): readonly MatcherProblem[] {
  return [
    ...Object.entries(headers ?? {}).flatMap(([name, value]) => textProblems(value, ['headers', name])),
    ...Object.entries(json ?? {}).flatMap(([jsonPath, value]) => {
      const path = ['json', jsonPath];
      return [...at(path, jsonPathProblem(jsonPath)), ...templateProblems(value, path)];
    }),
    ...textProblems(body, ['body']),
  ];
}

function textProblems(matcher: TextMatcher | undefined, path: readonly string[]): readonly MatcherProblem[] {
  return typeof matcher === 'object' ? at([...path, 'regex'], patternProblem(matcher.regex)) : [];
}

function templateProblems(value: Json, path: readonly string[]): readonly MatcherProblem[] {
  if (typeof value === 'string') {
    const parsed = parseTemplate(value);
    return 'problem' in parsed ? at(path, parsed.problem) : [];
  }
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, member]) => templateProblems(member, [...path, key]));
}

function at(path: readonly string[], problem: ExpressionProblem | undefined): readonly MatcherProblem[] {
  return problem === undefined ? [] : [{ ...problem, path }];
}

/**
 * How an answer differs from what it must look like, actual value first; undefined when it matches. The templates in `json`
 * are filled in from the scope; without one they are taken as they stand.
 */
export function mismatch(matcher: AnswerMatcher, answer: Answer, scope?: Scope): string | undefined {
  return (
    statusMismatch(matcher.status, answer) ??
    first(matcher.headers, ([name, expected]) => headerMismatch(name, expected, answer)) ??
    first(matcher.json, ([path, expected]) => jsonMismatch(path, expected, answer, scope)) ??
    bodyMismatch(matcher.body, answer)
  );
}

function first<Value>(
  parts: Readonly<Record<string, Value>> | undefined,
  mismatchOf: (part: [string, Value]) => string | undefined,
): string | undefined {
  for (const part of Object.entries(parts ?? {})) {
    const found = mismatchOf(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

function statusMismatch(expected: AnswerMatcher['status'], { status }: Answer): string | undefined {
  if (expected === undefined || expected.some((one) => one === status || one === `${Math.floor(status / 100)}xx`))
    return undefined;
  return `status ${status}, expected ${expected.join(' or ')}`;
}

function headerMismatch(name: string, expected: TextMatcher, answer: Answer): string | undefined {
  const value = headerOf(answer, name);
  if (value === undefined) return `no header ${name}, expected ${wording(expected)}`;
  const matches = typeof expected === 'string' ? value === expected : firstMatch(expected.regex, value) !== undefined;
  return matches ? undefined : `header ${name} is ${shown(value)}, expected ${wording(expected)}`;
}

function jsonMismatch(path: string, template: Json, answer: Answer, scope: Scope | undefined): string | undefined {
  let expected = template;
  try {
    if (scope !== undefined) expected = renderJson(template, scope, `expect.${path}`);
  } catch (error) {
    return `what ${path} must be can't be told: ${messageOf(error)}`;
  }
  const selected = selectFrom(answer, path);
  if ('problem' in selected) return `${selected.problem}, expected ${shown(expected)}`;
  if (canonicalJson(selected.value) === canonicalJson(expected)) return undefined;
  return `${path} is ${shown(selected.value)}, expected ${shown(expected)}`;
}

function bodyMismatch(expected: TextMatcher | undefined, { body }: Answer): string | undefined {
  if (expected === undefined) return undefined;
  const matches =
    typeof expected === 'string' ? body.includes(expected) : firstMatch(expected.regex, body) !== undefined;
  return matches ? undefined : `the body does not contain ${wording(expected)}`;
}

function wording(matcher: TextMatcher): string {
  return typeof matcher === 'string' ? shown(matcher) : `/${matcher.regex}/`;
}

/** A whole answer in a one-line message helps nobody. */
const longestShown = 120;

function shown(value: Json): string {
  const text = canonicalJson(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}...` : text;
}
