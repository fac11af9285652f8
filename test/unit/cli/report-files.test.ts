import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { helpOf } from '../help-of.ts';
import { openReportFiles } from '../../../src/cli/report-files.ts';
import { heldScenario, runOf } from '../../golden/reports/examples.ts';
import { recordedOf } from '../../golden/reports/recorded.ts';

const folder = mkdtempSync(join(tmpdir(), 'racehound-reports-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const report = runOf([heldScenario]);
const noConsole = { out: { write: () => undefined }, err: { write: () => undefined } } as never;

describe('the files of reports', () => {
  const target = (path: string, reporter = 'json') => ({ reporter, to: { path, append: false } });

  it('are refused before anything is written when they could not be', () => {
    expect(() => openReportFiles([target(join(folder, 'none', 'x'))])).toThrow(/could not write.*no such file/);
    expect(() => openReportFiles([target(folder)])).toThrow(/could not write.*it is a folder/);
    expect(helpOf(() => openReportFiles([target(join(folder, 'none', 'x'), 'html')]))).toBe(
      `make the folder ${join(folder, 'none')} first, or name another path: --reporter html=PATH`,
    );
    expect(helpOf(() => openReportFiles([target(folder, 'html')]))).toContain('--reporter html=PATH');
  });

  it('stay as they were until there is a report, and where it breaks off', () => {
    const path = join(folder, 'old.csv');
    writeFileSync(path, 'before\n');
    const [file] = openReportFiles([target(path, 'csv')]);
    const broken = {
      ...recordedOf(report),
      rounds: () => {
        throw new Error('broke off');
      },
    };
    expect(() => file?.write(report, broken, noConsole)).toThrow('broke off');
    expect(readFileSync(path, 'utf8')).toBe('before\n');
    expect(readdirSync(folder)).toEqual(['old.csv']);
  });

  it('are written through a link to the file that it means', () => {
    const [path, link] = [join(folder, 'meant.json'), join(folder, 'link.json')];
    writeFileSync(path, 'before\n');
    symlinkSync(path, link);
    for (const file of openReportFiles([target(link)])) file.write(report, recordedOf(report), noConsole);
    expect(readFileSync(path, 'utf8')).toMatch(/^\{/);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
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
