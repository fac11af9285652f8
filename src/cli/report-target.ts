import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileReporters } from '../reporters/index.ts';
import { RacehoundError } from '../support/diagnostic.ts';

/** Where the output of one reporter goes. */
export interface ReportTarget {
  readonly reporter: string;
  readonly to: { readonly stream: 'out' | 'err' } | { readonly path: string; readonly append: boolean };
}

/** Lines among other lines, as against a document that must stand alone. */
const lineReporters: ReadonlySet<string> = new Set(['github']);

/** `name=path`; a bare name, and the path `-`, mean stdout. Throws `RacehoundError` for a name that there is not. */
export function parseReporter(spec: string): ReportTarget {
  const equals = spec.indexOf('=');
  const reporter = equals === -1 ? spec : spec.slice(0, equals);
  const path = equals === -1 ? '-' : spec.slice(equals + 1);
  if (Object.hasOwn(fileReporters, reporter))
    return { reporter, to: path === '-' ? { stream: 'out' } : { path, append: false } };
  throw usage(`there is no reporter ${reporter}`, `known: ${Object.keys(fileReporters).join(', ')}`);
}

/** A document on stdout stands alone there: the terminal report has to give way. */
export function takesStdout({ reporter, to }: ReportTarget): boolean {
  return 'stream' in to && to.stream === 'out' && !lineReporters.has(reporter);
}

/** What was asked for twice only once; two reporters in one place, and one in the place of a file that the command reads, are refused. */
export function distinctTargets(targets: readonly ReportTarget[], inputs: readonly string[]): readonly ReportTarget[] {
  const read = new Map(inputs.map((input) => [realPath(input), input]));
  const taken = new Map<string, string>();
  return targets.filter((target) => {
    const { reporter, to } = target;
    const place = placeOf(target);
    const other = taken.get(place);
    if (other === reporter) return false;
    if (other !== undefined && ('path' in to || takesStdout(target)))
      throw usage(
        `the reporters ${other} and ${reporter} would both write to ${'path' in to ? to.path : 'stdout'}`,
        `give each a file of its own, as in --reporter ${reporter}=PATH`,
      );
    const input = read.get(place);
    if (input !== undefined)
      throw usage(`the reporter ${reporter} would write over ${input}`, 'name another file for the report');
    taken.set(place, reporter);
    return true;
  });
}

/** Two targets with the same one would write to the same place. */
function placeOf(target: ReportTarget): string {
  const { reporter, to } = target;
  if ('path' in to) return realPath(to.path);
  return takesStdout(target) ? 'stdout' : `${to.stream} ${reporter}`;
}

/** Of a file that is not there yet: in the folder in which it would be. */
function realPath(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const folder = dirname(resolve(path));
  return join(existsSync(folder) ? realpathSync(folder) : folder, basename(path));
}

/** Trouble with a report, told before anything is sent. */
export function usage(title: string, help: string): RacehoundError {
  return new RacehoundError('usage', [{ code: 'RH501', title, help }]);
}
