import { type CheckOptions, checkExpression } from '../expr/expression.ts';
import type { Names } from '../expr/names.ts';
import { parseTemplate } from '../expr/template.ts';
import { isList, isMap, type Json } from '../support/json.ts';
import { explain } from './expression-problem.ts';
import { codes } from './finding.ts';
import type { Path } from './path.ts';
import type { Problems } from './problems.ts';

/** Checks the texts of a scenario that hold expressions. */
export interface TextChecks {
  /** An expression that stands alone in its value. */
  readonly expression: (path: Path, text: string, names: Names, options?: CheckOptions) => void;
  /** Every `{{ }}` in a text, or in all texts of a JSON value. */
  readonly templates: (path: Path, value: Json | undefined, names: Names, options?: CheckOptions) => void;
  /** Tells of `{{ }}` where none is filled in. */
  readonly plain: (path: Path, value: Json | undefined) => void;
}

/** Far more than a person writes; each of them costs time. */
const maxExpressions = 2000;

/** `elsewhere` says of names that exist in other parts of the scenario where that is. */
export function createTextChecks(problems: Problems, elsewhere: ReadonlyMap<string, string>): TextChecks {
  let checked = 0;

  const check = (path: Path, text: string, start: number, names: Names, options: CheckOptions) => {
    checked += 1;
    if (checked === maxExpressions + 1) {
      problems.add({
        code: codes.limit,
        path,
        title: `the scenario has more than ${maxExpressions} expressions`,
        help: 'move data to a CSV file',
      });
    }
    if (checked > maxExpressions) return;
    const problem = checkExpression(text, names, options);
    if (problem !== undefined) tell(path, explain(problem, text, elsewhere), start);
  };

  const tell = (path: Path, { title, label, help, start, end }: ReturnType<typeof explain>, offset: number) =>
    problems.add({
      code: codes.expression,
      path,
      title,
      label,
      help,
      within: { start: offset + start, end: offset + Math.max(end, start + 1) },
    });

  const template = (path: Path, text: string, names: Names, options: CheckOptions) => {
    const parsed = parseTemplate(text);
    if ('problem' in parsed) return problems.addInside(codes.expression, path, parsed.problem);
    for (const part of parsed.template.parts) {
      if (typeof part !== 'string') check(path, part.expression, part.start, names, options);
    }
  };

  return {
    expression: (path, text, names, options = {}) => check(path, text, 0, names, options),
    templates: (path, value, names, options = { sources: true }) =>
      eachText(path, value, (at, text) => template(at, text, names, options), problems),
    plain: (path, value) =>
      eachText(
        path,
        value,
        (at, text) => {
          const start = text.indexOf('{{');
          if (start === -1) return;
          problems.addInside(codes.expression, at, {
            message: '{{ }} is not filled in here',
            help: 'write a fixed value; an invariant can compare what answers hold',
            start,
            end: text.length,
          });
        },
        problems,
      ),
  };
}

function eachText(
  path: Path,
  value: Json | undefined,
  visit: (path: Path, text: string) => void,
  problems: Problems,
): void {
  if (typeof value === 'string') visit(path, value);
  if (value !== undefined && isList(value)) {
    for (const [place, member] of value.entries()) eachText([...path, place], member, visit, problems);
  }
  if (!isMap(value)) return;
  for (const [key, member] of Object.entries(value)) {
    const at = [...path, key];
    if (key.includes('{{')) {
      problems.add({
        code: codes.expression,
        path: at,
        atKey: true,
        title: '{{ }} is not filled in within keys',
        help: 'write the key itself',
      });
    }
    eachText(at, member, visit, problems);
  }
}
