import { captureProblem, captureRule } from '../expr/capture.ts';
import type { ExpressionProblem } from '../expr/expression.ts';
import { type MatcherSpelling, matcherProblems } from '../expr/match.ts';
import type { Names } from '../expr/names.ts';
import { codes } from './finding.ts';
import { type Path, pathText } from './path.ts';
import type { Problems } from './problems.ts';
import type { Step } from './schema.ts';
import type { TextChecks } from './text-checks.ts';

type Kind = 'JSONPath' | 'regular expression';

/** Checks the JSONPaths and regular expressions of captures. */
export function checkCaptures(path: Path, captures: Step['capture'], problems: Problems): void {
  for (const [name, spelling] of Object.entries(captures ?? {})) {
    const problem = captureProblem(captureRule(name, spelling));
    if (problem === undefined) continue;
    const at = [...path, 'capture', name];
    if (typeof spelling === 'string') tell(problems, at, 'JSONPath', problem);
    else if ('jsonpath' in spelling) tell(problems, [...at, 'jsonpath'], 'JSONPath', problem);
    else tell(problems, [...at, 'regex'], 'regular expression', problem);
  }
}

/**
 * Checks what an answer must look like: its paths and patterns, and its templates. Those stand in `json` of a step, whose
 * names are given; outcomes have none, because a recorded answer must be named again without the values of its round.
 */
export function checkMatcher(
  path: Path,
  matcher: MatcherSpelling | undefined,
  { problems, texts }: { readonly problems: Problems; readonly texts: TextChecks },
  names?: Names,
): void {
  if (matcher === undefined) return;
  const { headers, json = {}, body } = matcher;
  texts.plain([...path, 'headers'], headers);
  texts.plain([...path, 'body'], body);
  if (names === undefined) texts.plain([...path, 'json'], json);
  else for (const [jsonPath, value] of Object.entries(json)) texts.templates([...path, 'json', jsonPath], value, names);
  const keysOnly = Object.fromEntries(Object.keys(json).map((jsonPath) => [jsonPath, null]));
  for (const { path: part, ...problem } of matcherProblems({ ...matcher, json: keysOnly })) {
    const isKey = part[0] === 'json';
    tell(problems, [...path, ...part], isKey ? 'JSONPath' : 'regular expression', problem, isKey);
  }
}

function tell(problems: Problems, path: Path, kind: Kind, problem: ExpressionProblem, atKey = false): void {
  const { message, start, end } = problem;
  const reason = message.replace(/^error parsing regexp: /, '');
  const help = kind === 'JSONPath' ? 'write one of RFC 9535, such as $.id or $.items[0].id' : problem.help;
  problems.add({
    code: codes.pattern,
    path,
    title: `${pathText(path.slice(0, atKey ? -1 : undefined))} is no ${kind}: ${reason}`,
    help,
    ...(atKey ? { atKey } : { within: { start, end: Math.max(end, start + 1) } }),
  });
}
