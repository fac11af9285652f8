import { closeSync, openSync, writeSync } from 'node:fs';
import type { RunReport } from '../analysis/index.ts';
import { fileReporters } from '../reporters/index.ts';
import { RacehoundError } from '../support/diagnostic.ts';
import { didYouMean } from '../support/did-you-mean.ts';

/** A report that goes to a file; `-` is stdout. */
export interface ReportFile {
  readonly path: string;
  write(report: RunReport, toStdout: (text: string) => void): void;
}

/** Opens the files of `--reporter name=path` before the run, so that a bad path fails at once. */
export function openReportFiles(specs: readonly string[]): readonly ReportFile[] {
  return specs.map((spec) => {
    const equals = spec.indexOf('=');
    const name = equals === -1 ? spec : spec.slice(0, equals);
    const path = equals === -1 ? '-' : spec.slice(equals + 1);
    const render = fileReporters[name];
    if (render === undefined) {
      const meant = didYouMean(name, Object.keys(fileReporters));
      throw usage(
        `there is no reporter ${name}`,
        meant === undefined ? `known: ${Object.keys(fileReporters).join(', ')}` : `did you mean ${meant}?`,
      );
    }
    const file = path === '-' ? undefined : open(path);
    return {
      path,
      write(report, toStdout) {
        const text = render(report);
        if (file === undefined) return toStdout(text);
        const bytes = Buffer.from(text);
        for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
        closeSync(file);
      },
    };
  });
}

function open(path: string): number {
  try {
    return openSync(path, 'w');
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
