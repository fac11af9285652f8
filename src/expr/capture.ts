import { isCredentialName } from '../history/credentials.ts';
import type { Answer } from '../history/operation.ts';
import { namedSecrets, secretsOf } from '../history/secret-values.ts';
import type { Json } from '../support/json.ts';
import { messageOf } from '../support/message-of.ts';
import { cookieOf, headerOf, jsonBody, whyNotWhole } from './answer-parts.ts';
import { jsonPathProblem, selectValues } from './json-path.ts';
import { firstMatch, patternProblem } from './pattern.ts';
import type { ExpressionProblem } from './problem.ts';

/** Where in an answer a value stands. */
export type CaptureSource =
  | { readonly kind: 'jsonpath'; readonly path: string }
  | { readonly kind: 'header'; readonly header: string }
  | { readonly kind: 'cookie'; readonly cookie: string }
  | { readonly kind: 'regex'; readonly pattern: string }
  | { readonly kind: 'status' }
  | { readonly kind: 'body' };

/** One value to keep from an answer. */
export interface CaptureRule {
  readonly name: string;
  readonly from: CaptureSource;
  readonly optional: boolean;
  /** `whole`: the value is. `fields`: whatever in it is named like a credential is. */
  readonly secret: 'whole' | 'fields' | 'nothing';
}

/** A capture as a scenario spells it: a bare string is a JSONPath. */
export type CaptureSpelling =
  | string
  | {
      readonly jsonpath?: string | undefined;
      readonly header?: string | undefined;
      readonly cookie?: string | undefined;
      readonly regex?: string | undefined;
      readonly status?: true | undefined;
      readonly body?: true | undefined;
      readonly optional?: boolean | undefined;
      readonly secret?: boolean | undefined;
    };

/** A cookie, and whatever is named like a credential here or in the answer, is secret unless the scenario says otherwise. */
export function captureRule(name: string, spelling: CaptureSpelling): CaptureRule {
  const spelt = typeof spelling === 'string' ? { jsonpath: spelling } : spelling;
  const from = sourceOf(spelt);
  const whole = spelt.secret ?? (isCredentialName(name) || isCredential(from));
  const secret = whole ? 'whole' : spelt.secret === undefined ? 'fields' : 'nothing';
  return { name, from, optional: spelt.optional ?? false, secret };
}

function isCredential(from: CaptureSource): boolean {
  switch (from.kind) {
    case 'cookie':
      return true;
    case 'header':
      return isCredentialName(from.header) || from.header.toLowerCase() === 'set-cookie';
    case 'jsonpath':
      return isCredentialName(/([\w-]+)[^\w-]*$/.exec(from.path.replace(/(\[[\d:*-]*\])+$/, ''))?.[1] ?? '');
    default:
      return false;
  }
}

function sourceOf({ jsonpath, header, cookie, regex, status }: Exclude<CaptureSpelling, string>): CaptureSource {
  if (jsonpath !== undefined) return { kind: 'jsonpath', path: jsonpath };
  if (header !== undefined) return { kind: 'header', header };
  if (cookie !== undefined) return { kind: 'cookie', cookie };
  if (regex !== undefined) return { kind: 'regex', pattern: regex };
  return { kind: status === true ? 'status' : 'body' };
}

/** What is wrong with the JSONPath or the regular expression of a rule, before any traffic; offsets count in that text. */
export function captureProblem({ from }: CaptureRule): ExpressionProblem | undefined {
  if (from.kind === 'jsonpath') return jsonPathProblem(from.path);
  return from.kind === 'regex' ? patternProblem(from.pattern) : undefined;
}

/** Values by name, and what was not found with the reason. */
export interface Captured {
  readonly captures: Readonly<Record<string, Json>>;
  readonly missing: Readonly<Record<string, string>>;
}

/**
 * Takes values from an answer. A JSONPath that selects one node gives its value, one that selects several the list of them;
 * a regular expression gives its first group, or the whole match where it has none.
 */
export function capture(rules: readonly CaptureRule[], answer: Answer): Captured {
  const captures: [string, Json][] = [];
  const missing: [string, string][] = [];
  for (const { name, from } of rules) {
    const found = find(from, answer);
    if ('value' in found) captures.push([name, found.value]);
    else missing.push([name, found.missing]);
  }
  return { captures: Object.fromEntries(captures), missing: Object.fromEntries(missing) };
}

type Found = { readonly value: Json } | { readonly missing: string };

function find(from: CaptureSource, answer: Answer): Found {
  switch (from.kind) {
    case 'jsonpath':
      return findInJson(from.path, answer);
    case 'header':
      return foundOr(headerOf(answer, from.header), `the answer has no header ${from.header}`);
    case 'cookie':
      return foundOr(cookieOf(answer, from.cookie), `the answer sets no cookie ${from.cookie}`);
    case 'regex': {
      const problem = whyNotWhole(answer);
      if (problem !== undefined) return { missing: problem };
      const groups = firstMatch(from.pattern, answer.body);
      return foundOr(groups?.[groups.length > 1 ? 1 : 0] ?? undefined, `nothing in the body matches /${from.pattern}/`);
    }
    case 'status':
      return { value: answer.status };
    case 'body': {
      const problem = whyNotWhole(answer);
      return problem === undefined ? { value: answer.body } : { missing: problem };
    }
  }
}

function foundOr(value: string | undefined, reason: string): Found {
  return value === undefined ? { missing: reason } : { value };
}

function findInJson(path: string, answer: Answer): Found {
  const selected = selectFrom(answer, path);
  return 'problem' in selected ? { missing: selected.problem } : selected;
}

/** What a JSONPath selects in the body of an answer: the value of the one node, the list of several, or why there is none. */
export function selectFrom(answer: Answer, path: string): { readonly value: Json } | { readonly problem: string } {
  const body = jsonBody(answer);
  if ('problem' in body) return { problem: `${body.problem}, so it has no ${path}` };
  try {
    const values = selectValues(path, body.value);
    const [first] = values;
    if (first === undefined) return { problem: `the body has no ${path}` };
    return { value: values.length === 1 ? first : values };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

/** What may stand in no output of what was captured. */
export function secretsIn(rules: readonly CaptureRule[], captures: Captured['captures']): readonly string[] {
  return rules.flatMap(({ name, secret }) => {
    const value = captures[name] ?? null;
    if (secret === 'nothing') return [];
    return secret === 'whole' ? secretsOf(value) : namedSecrets(value);
  });
}
