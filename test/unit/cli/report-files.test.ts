import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openReportFiles, parseReporter } from '../../../src/cli/report-files.ts';
import { heldScenario, runOf } from '../../golden/reports/examples.ts';
import { recordedOf } from '../../golden/reports/recorded.ts';

const folder = mkdtempSync(join(tmpdir(), 'racehound-reports-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const report = runOf([heldScenario]);
const noConsole = { out: { write: () => undefined }, err: { write: () => undefined } } as never;

describe('the files of reports', () => {
  it('are named by reporter and path; without a path it is stdout', () => {
    expect(parseReporter('junit=out/a=b.xml')).toEqual({
      reporter: 'junit',
      to: { path: 'out/a=b.xml', append: false },
    });
    expect(parseReporter('json')).toEqual({ reporter: 'json', to: { stream: 'out' } });
    expect(parseReporter('json=-')).toEqual({ reporter: 'json', to: { stream: 'out' } });
  });

  it('need a reporter that there is', () => {
    expect(() => parseReporter('junti=x')).toThrow(/there is no reporter junti/);
    expect(() => parseReporter('toString=x')).toThrow(/there is no reporter toString/);
  });

  it('are refused before anything is written when two would share one', () => {
    const open = (...specs: readonly string[]) => openReportFiles(specs.map(parseReporter));
    expect(() => open('json=same', 'junit=same')).toThrow(/both write to same/);
    expect(() => open('json', 'csv')).toThrow(/both write to stdout/);
    expect(() => open(`json=${folder}/none/x`)).toThrow(/could not write/);
  });

  it('are written anew, or added to where others write as well', () => {
    const path = join(folder, 'summary.md');
    writeFileSync(path, 'before\n');
    const write = (append: boolean) => {
      for (const file of openReportFiles([{ reporter: 'markdown', to: { path, append } }]))
        file.write(report, recordedOf(report), noConsole);
      return readFileSync(path, 'utf8');
    };
    expect(write(true)).toMatch(/^before\n## ✅ racehound: held/);
    expect(write(false)).toMatch(/^## ✅ racehound: held/);
  });
});
