import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { helpOf } from '../help-of.ts';
import { distinctTargets, parseReporter } from '../../../src/cli/report-target.ts';

const folder = mkdtempSync(join(tmpdir(), 'racehound-targets-'));
mkdirSync(join(folder, 'run'));
symlinkSync(join(folder, 'run'), join(folder, 'link'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the target of a report', () => {
  it('is named by reporter and path; without a path it is stdout', () => {
    expect(parseReporter('junit=out/a=b.xml')).toEqual({
      reporter: 'junit',
      to: { path: 'out/a=b.xml', append: false },
    });
    expect(parseReporter('json')).toEqual({ reporter: 'json', to: { stream: 'out' } });
    expect(parseReporter('json=-')).toEqual({ reporter: 'json', to: { stream: 'out' } });
  });

  it('needs a reporter that there is', () => {
    expect(() => parseReporter('junti=x')).toThrow(/there is no reporter junti/);
    expect(helpOf(() => parseReporter('pdf=x'))).toMatch(/^known: html, json, /);
    expect(() => parseReporter('toString=x')).toThrow(/there is no reporter toString/);
  });
});

describe('several targets', () => {
  const targets = (specs: readonly string[], inputs: readonly string[] = []) =>
    distinctTargets(specs.map(parseReporter), inputs);

  it('are refused when two would share a place, however it is spelt', () => {
    const path = join(folder, 'x.json');
    expect(() => targets(['json=same', 'junit=same'])).toThrow(/both write to same/);
    expect(() => targets([`json=${path}`, `csv=./${relative('', path)}`])).toThrow(/json and csv would both write to/);
    expect(() => targets([`json=${folder}/run/x`, `csv=${folder}/link/x`])).toThrow(/json and csv would both write to/);
    expect(() => targets(['json', 'csv'])).toThrow(/both write to stdout/);
    expect(() => targets(['github', 'json'])).not.toThrow();
  });

  it('are one when they are the same', () => {
    expect(targets(['json', 'json=-', 'csv=a', 'csv=./a', 'github', 'github'])).toEqual([
      parseReporter('json'),
      parseReporter('csv=a'),
      parseReporter('github'),
    ]);
  });

  it('are refused when one is a file that the command reads', () => {
    const history = join(folder, 'run', 'history.ndjson');
    expect(() => targets([`csv=${folder}/link/history.ndjson`], [history])).toThrow(
      /would write over .*history.ndjson/,
    );
  });
});
