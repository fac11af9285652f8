import { closeSync, openSync, writeSync } from 'node:fs';
import type { RunReport } from '../analysis/index.ts';
import { fileReporters, type Recorded, type Reporter } from '../reporters/index.ts';
import { RacehoundError } from '../support/diagnostic.ts';
import { didYouMean } from '../support/did-you-mean.ts';
import type { Console } from './console.ts';

/** Where the output of one reporter goes. */
export interface ReportTarget {
  readonly reporter: string;
  readonly to: { readonly stream: 'out' | 'err' } | { readonly path: string; readonly append: boolean };
}

/** A report whose file is open. */
export interface ReportFile extends ReportTarget {
  write(report: RunReport, recorded: Recorded, console: Console): void;
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
  const known = Object.keys(fileReporters);
  const meant = didYouMean(reporter, known);
  throw usage(
    `there is no reporter ${reporter}`,
    meant === undefined ? `known: ${known.join(', ')}` : `did you mean ${meant}?`,
  );
}

/** Opens the files before the run, so that a bad path fails at once. */
export function openReportFiles(targets: readonly ReportTarget[]): readonly ReportFile[] {
  refuseSharing(targets);
  return targets.map((target) => {
    const render: Reporter | undefined = fileReporters[target.reporter];
    if (render === undefined) throw new Error(`there is no reporter ${target.reporter}`);
    const { to } = target;
    const file = 'path' in to ? open(to.path, to.append ? 'a' : 'w') : undefined;
    return {
      ...target,
      write(report, recorded, console) {
        const rendered = render(report, recorded);
        const pieces = typeof rendered === 'string' ? [rendered] : rendered;
        for (const piece of pieces) {
          if (file !== undefined) writeAll(file, piece);
          else if ('stream' in to) console[to.stream].write(piece);
        }
        if (file !== undefined) closeSync(file);
      },
    };
  });
}

/** A document on stdout stands alone there: the terminal report has to give way. */
export function takesStdout({ reporter, to }: ReportTarget): boolean {
  return 'stream' in to && to.stream === 'out' && !lineReporters.has(reporter);
}

function refuseSharing(targets: readonly ReportTarget[]): void {
  const taken = new Map<string, string>();
  for (const target of targets) {
    const { reporter, to } = target;
    if ('stream' in to && !takesStdout(target)) continue;
    const place = 'path' in to ? to.path : 'stdout';
    const other = taken.get(place);
    if (other !== undefined)
      throw usage(
        `the reporters ${other} and ${reporter} would both write to ${place}`,
        `give each a file of its own, as in --reporter ${reporter}=PATH`,
      );
    taken.set(place, reporter);
  }
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}

function open(path: string, flag: 'a' | 'w'): number {
  try {
    return openSync(path, flag);
  } catch (error) {
    throw usage(
      `could not write ${path}: ${(error as Error).message.split(',')[0]}`,
      'name a path that can be written, as in --reporter json=report.json',
    );
  }
}

function usage(title: string, help: string): RacehoundError {
  return new RacehoundError('usage', [{ code: 'RH501', title, help }]);
}
