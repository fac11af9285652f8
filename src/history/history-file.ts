import { closeSync, mkdirSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { RacehoundError } from '../support/diagnostic.ts';
import { linesOf } from './lines.ts';
import { decodeRecords, encodeRecord, type HistoryRecord, type ReadLine } from './records.ts';
import type { Redactor } from './redact.ts';
import { redactedValues } from './redact-values.ts';

const fileName = 'history.ndjson';

/** Writes the history of a run as it happens: what was written survives whatever comes after. */
export interface HistoryWriter {
  readonly path: string;
  /** Throws `RacehoundError` (untestable) when the disk refuses it. */
  write(record: HistoryRecord): void;
  close(): void;
}

export function openHistory(folder: string, redactor: Redactor): HistoryWriter {
  const path = join(folder, fileName);
  const file = guarded(path, 'nothing was sent', 'usage', () => {
    mkdirSync(folder, { recursive: true });
    return openSync(path, 'a');
  });
  return {
    path,
    write(record) {
      const bytes = Buffer.from(`${encodeRecord(redactedValues(record, redactor))}\n`);
      guarded(path, `what was recorded so far is in ${path}`, 'untestable', () => {
        for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
      });
    },
    close: () => closeSync(file),
  };
}

function guarded<Result>(
  path: string,
  consequence: string,
  kind: 'usage' | 'untestable',
  action: () => Result,
): Result {
  try {
    return action();
  } catch (error) {
    const reason = (error as Error).message.split(',')[0];
    throw new RacehoundError(kind, [
      {
        code: 'RH401',
        title: `could not write ${path}: ${reason}; ${consequence}`,
        help: 'free some space, or choose another folder with --results',
      },
    ]);
  }
}

/** The file of a recorded run; `path` is its folder or the file itself. */
export function historyPath(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, fileName) : path;
}

/** Reads a recorded run line by line. Throws `RacehoundError` (usage) when there is none. */
export function* readHistory(path: string): Generator<ReadLine> {
  const file = historyPath(path);
  try {
    yield* decodeRecords(linesOf(file));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new RacehoundError('usage', [
      {
        code: 'RH402',
        title: `could not read ${file}: ${error.message.split(',')[0]}`,
        help: 'name the folder of a run, such as racehound-results/<run>',
      },
    ]);
  }
}
