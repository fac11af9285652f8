import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { load, errorsOf, shortest, titlesOf } from './temporary-project.ts';

const withData = (file: string) => `${shortest}data: { buyer: { file: "${file}", pick: in-order } }`;

describe('a scenario from a stranger', () => {
  it.each([
    ['../outside.csv', /lies outside the project/],
    ['/etc/passwd', /lies outside the project/],
    ['link.csv', /is a link out of the project/],
    ['linked/passwd', /is a link out of the project/],
    ['folder', /is not a regular file/],
    ['missing.csv', /does not exist/],
    ['a\\0.csv', /lies outside the project/],
  ])('can name no file but those of its project: %s', (file, reason) => {
    const files = {
      's.race.yaml': withData(file),
      'link.csv': '-> /etc/passwd',
      linked: '-> /etc',
      'folder/x': '',
    };
    const titles = titlesOf(files);
    expect(titles).toHaveLength(1);
    expect(titles[0]).toMatch(reason);
  });

  it.each([
    ['../victim.txt', /^\.\.\/victim\.txt lies outside the project/],
    ['/tmp/x/victim.sh', /lies outside the project/],
    ['linked/victim.txt', /linked\/victim\.txt is a link out of the project/],
    ['link.csv', /is a link out of the project/],
  ])('can have no report written but into its project: %s', (file, reason) => {
    const files = {
      'racehound.yaml': `reporters: ["csv=${file}"]`,
      's.race.yaml': shortest,
      'link.csv': '-> /etc/passwd',
      linked: '-> /tmp',
    };
    const titles = titlesOf(files);
    expect(titles).toHaveLength(1);
    expect(titles[0]).toMatch(reason);
  });

  it('has its reports where its racehound.yaml lies, wherever the tool was started', () => {
    const files = { 'racehound.yaml': 'reporters: [json, csv=-, "html=out/a=b.html"]', 'a/s.race.yaml': shortest };
    const { reporters, file } = load({ ...files, 'out/x': '' }, {}, 'a/s.race.yaml');
    expect(reporters).toEqual(['json', 'csv=-', `html=${relative('', join(dirname(file), '../out/a=b.html'))}`]);
  });

  it('may name files anywhere in the folder of its racehound.yaml, also through links within', () => {
    const files = {
      'racehound.yaml': '{}',
      'a/s.race.yaml': withData('../link.csv'),
      'link.csv': '-> real.csv',
      'real.csv': 'id\n1\n',
    };
    expect(titlesOf(files, {}, 'a/s.race.yaml')).toEqual([]);
  });

  it('is not read when it is too large, no text, or no file', () => {
    expect(titlesOf({ 's.race.yaml': ' '.repeat(1024 * 1024 + 1) })[0]).toMatch(
      /has 1048577 bytes, at most 1048576 are read/,
    );
    expect(titlesOf({ 's.race.yaml': `${shortest}\0` })[0]).toMatch(/holds a NUL byte/);
    expect(titlesOf({ 's.race.yaml': new Uint8Array([0x6e, 0xff, 0xfe]) })[0]).toMatch(/is not valid UTF-8/);
    expect(titlesOf({ 's.race.yaml/x': '' })[0]).toMatch(/is not a regular file/);
  });

  it.each([
    ['keys', Array.from({ length: 30_000 }, (_, place) => `k${place}: 1`).join('\n')],
    ['one key again and again', 'k: 1\n'.repeat(30_000)],
    ['brackets', '['.repeat(200_000)],
    ['dashes', '- '.repeat(100_000)],
    ['syntax errors', `{${',,'.repeat(50_000)}`],
    ['spaces', `a: x${' '.repeat(300_000)}y {{`],
    ['templates', `${shortest}variables: { x: "${'{{ y }}'.repeat(30_000)}" }`],
    ['tags', '- !x 1\n'.repeat(30_000)],
    ['digits of a number that is no count', `${shortest}rounds: ${'9'.repeat(300_000)}`],
  ])('is answered with a few errors when it holds a lot of %s', (_, text) => {
    const errors = errorsOf({ 's.race.yaml': text });
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.length).toBeLessThanOrEqual(26);
  });

  it.each(['__proto__', 'constructor', 'prototype'])('has no key or column %s', (key) => {
    expect(titlesOf({ 's.race.yaml': `${shortest}variables: { "${key}": 1 }` })).toEqual([
      `the key \`${key}\` is not allowed`,
    ]);
    expect(titlesOf({ 's.race.yaml': withData('b.csv'), 'b.csv': `${key}\n1\n` })).toEqual([
      `b.csv: a column can't be named ${key}`,
    ]);
    expect(({} as Record<string, unknown>)['1']).toBeUndefined();
  });

  it.each([
    ['id,\n1,2\n', 'column 2 has no name in the header line'],
    ['id,id\n1,2\n', 'two columns are named id'],
    ['id\n"1\n', 'quote Not Closed: the parsing is finished with an opening quote at line 2'],
    ['id\n', 'has no rows'],
  ])('learns what is wrong with its CSV file: %j', (csv, reason) => {
    expect(titlesOf({ 's.race.yaml': withData('b.csv'), 'b.csv': csv })[0]).toContain(reason);
  });

  it('may use one value twice, but no value within itself', () => {
    expect(titlesOf({ 's.race.yaml': `${shortest}variables: { a: &a [1], b: *a }` })).toEqual([]);
    expect(titlesOf({ 's.race.yaml': `${shortest}variables: { a: &a [*a] }` })).toEqual([
      '*a stands for a value that holds it',
    ]);
  });
});
