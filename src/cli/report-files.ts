import { randomUUID } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { RunReport } from '../analysis/index.ts';
import { fileReporters, type Recorded, type Reporter } from '../reporters/index.ts';
import { messageOf } from '../support/message-of.ts';
import type { Console } from './console.ts';
import { type ReportTarget, usage } from './report-target.ts';

/** A report that will be written when there is one. */
export interface ReportFile extends ReportTarget {
  /** Throws what the disk says; then a file that was there before is still there. */
  write(report: RunReport, recorded: Recorded, console: Console): void;
}

/** Looks at the files before the run, so that a bad path fails at once; what stands in them stays until there is a report. */
export function openReportFiles(targets: readonly ReportTarget[]): readonly ReportFile[] {
  return targets.map((target) => {
    const render: Reporter | undefined = fileReporters[target.reporter];
    if (render === undefined) throw new Error(`there is no reporter ${target.reporter}`);
    const { to } = target;
    if ('path' in to) refuseUnwritable(to.path, target.reporter);
    return {
      ...target,
      write(report, recorded, console) {
        const rendered = render(report, recorded);
        const pieces = typeof rendered === 'string' ? [rendered] : rendered;
        if ('path' in to) writeFile(to, pieces);
        else for (const piece of pieces) console[to.stream].write(piece);
      },
    };
  });
}

function refuseUnwritable(path: string, reporter: string): void {
  try {
    if (existsSync(path)) accessSync(path, constants.W_OK);
    if (isReplaced(path)) accessSync(dirname(path), constants.W_OK);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error('it is a folder');
  } catch (error) {
    throw usage(
      `could not write ${path}: ${messageOf(error).split(',')[0]}`,
      existsSync(dirname(path))
        ? `name a path that can be written: --reporter ${reporter}=PATH`
        : `make the folder ${dirname(path)} first, or name another path: --reporter ${reporter}=PATH`,
    );
  }
}

/** A pipe or a device is no file that another one could take the place of. */
function isReplaced(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
}

function writeFile(
  { path, append }: { readonly path: string; readonly append: boolean },
  pieces: Iterable<string>,
): void {
  if (append || !isReplaced(path)) return writePieces(path, append ? 'a' : 'w', pieces);
  const final = existsSync(path) ? realpathSync(path) : path;
  const unfinished = `${final}.${randomUUID()}`;
  try {
    writePieces(unfinished, 'wx', pieces);
    renameSync(unfinished, final);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

function writePieces(path: string, flag: 'a' | 'w' | 'wx', pieces: Iterable<string>): void {
  const file = openSync(path, flag);
  try {
    for (const piece of pieces) {
      const bytes = Buffer.from(piece);
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    }
  } finally {
    closeSync(file);
  }
}
