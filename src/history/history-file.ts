import { closeSync, existsSync, mkdirSync, openSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Diagnostic, type ErrorKind, RacehoundError } from '../support/diagnostic.ts';
import { isDiskFull } from '../support/disk-full.ts';
import { messageOf } from '../support/message-of.ts';
import { linesOf } from './lines.ts';
import { decodeRecords, encodeRecord, type HistoryRecord, type ReadLine } from './records.ts';
import type { Redactor } from './redact.ts';
import { redactedValues } from './redact-values.ts';
import { runsIn } from './runs-in.ts';

const fileName = 'history.ndjson';

/** Writes the history of a run as it happens: what was written survives whatever comes after. */
export interface HistoryWriter {
  /** Does nothing once the disk has refused a record. */
  write(record: HistoryRecord): void;
  /** Why nothing more is recorded. */
  readonly refused: () => RacehoundError | undefined;
  close(): void;
}

export function openHistory(folder: string, redactor: Redactor): HistoryWriter {
  const path = join(folder, fileName);
  const file = opened(folder, path);
  let refused: RacehoundError | undefined;
  return {
    refused: () => refused,
    write(record) {
      if (refused !== undefined) return;
      const bytes = Buffer.from(`${encodeRecord(redactedValues(record, redactor))}\n`);
      try {
        for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
      } catch (error) {
        refused = trouble('untestable', path, `what was recorded so far is in ${path}`, error);
      }
    },
    close: () => closeSync(file),
  };
}

function opened(folder: string, path: string): number {
  try {
    makeFolder(folder);
    return openSync(path, 'a');
  } catch (error) {
    throw trouble('usage', path, 'nothing was sent', error);
  }
}

function trouble(kind: ErrorKind, path: string, consequence: string, error: unknown): RacehoundError {
  return new RacehoundError(kind, [
    {
      code: 'RH401',
      title: `could not write ${path}: ${messageOf(error).split(',')[0]}; ${consequence}`,
      help: `${isDiskFull(error) ? 'free some space, or ' : ''}choose another folder with --results`,
    },
  ]);
}

/** Makes a folder and those above it. (`recursive` of node:fs never returns below /proc.) */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST' && statSync(folder).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error;
    makeFolder(dirname(folder));
    mkdirSync(folder);
  }
}

/** The file of a recorded run; `path` is its folder or the file itself. */
export function historyPath(path: string): string {
  return existsSync(path) && statSync(path).isDirectory() ? join(path, fileName) : path;
}

function unreadable(path: string, file: string, error: Error): Diagnostic {
  const runs = path === file ? [] : runsIn(path, fileName);
  if (runs.length === 0)
    return {
      code: 'RH402',
      title: `could not read ${file}: ${error.message.split(',')[0]}`,
      help: 'name the folder of a run, such as racehound-results/<run>',
    };
  return {
    code: 'RH402',
    title: `${path} is a folder of ${runs.length === 1 ? 'a run' : `${runs.length} runs`}, and none itself`,
    help: ['name one, the latest first:', ...runs.slice(0, mostNamed).map((run) => `  ${run}`)].join('\n'),
  };
}

const mostNamed = 3;

/** Reads a recorded run line by line. Throws `RacehoundError` (usage) when there is none. */
export function* readHistory(path: string): Generator<ReadLine> {
  const file = historyPath(path);
  try {
    yield* decodeRecords(linesOf(file));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new RacehoundError('usage', [unreadable(path, file, error)]);
  }
}
