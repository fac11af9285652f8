import type { ExpressionProblem } from '../expr/expression.ts';
import { type Diagnostic, RacehoundError } from '../support/diagnostic.ts';
import { type Finding, toDiagnostic } from './finding.ts';
import type { Path } from './path.ts';
import type { YamlFile } from './yaml-file.ts';

/** Collects everything that is wrong with one file, so that the user hears of all of it at once. */
export interface Problems {
  readonly all: readonly Diagnostic[];
  readonly add: (finding: Finding) => void;
  /** A problem within the text at a path; its offsets count in that text. */
  readonly addInside: (code: string, path: Path, problem: ExpressionProblem) => void;
  /** Throws what was collected in the order of the file. */
  readonly throwAll: () => never;
}

/** More than these at once are read by nobody. */
const mostShown = 25;

export function collectProblems(file: YamlFile, before: readonly Diagnostic[] = file.problems): Problems {
  const all = [...before];
  const add = (finding: Finding) => void all.push(toDiagnostic(file, finding));
  return {
    all,
    add,
    addInside: (code, path, { message, start, end, help }) =>
      add({ code, path, title: message, help, within: { start, end: Math.max(end, start + 1) } }),
    throwAll() {
      throw new RacehoundError('usage', shown(all));
    },
  };
}

function shown(all: readonly Diagnostic[]): readonly Diagnostic[] {
  // An expression that is evaluated on two kinds of operation is wrong for both.
  const distinct = [...new Map(all.map((one) => [`${one.span?.start} ${one.title}`, one])).values()];
  const inOrder = distinct.sort((one, other) => (one.span?.start ?? 0) - (other.span?.start ?? 0));
  const rest = inOrder.length - mostShown;
  if (rest <= 0) return inOrder;
  return [
    ...inOrder.slice(0, mostShown),
    { code: 'RH109', title: `and ${rest} more`, help: 'mend the ones above first' },
  ];
}
