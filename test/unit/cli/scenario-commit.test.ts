import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { scenarioCommit } from '../../../src/cli/scenario-commit.ts';

let folder: string;
const path = (name: string) => join(folder, name);
const git = (...args: readonly string[]) =>
  execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    encoding: 'utf8',
  }).trim();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'racehound-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A repository with one committed scenario; its id. */
function committed(text: string): string {
  git('init', '--quiet');
  writeFileSync(path('shop.race.yaml'), text);
  git('add', '.');
  git('commit', '--quiet', '--message', 'first');
  return git('rev-parse', 'HEAD');
}

it('tells the commit of a scenario file, and whether the file is as in that commit', () => {
  const id = committed('name: shop\n');
  expect(scenarioCommit(path('shop.race.yaml'))).toEqual({ id, file: 'same' });
  writeFileSync(path('shop.race.yaml'), 'name: shop\r\n');
  expect(scenarioCommit(path('shop.race.yaml'))).toEqual({ id, file: 'same' });
  writeFileSync(path('shop.race.yaml'), 'name: other\n');
  expect(scenarioCommit(path('shop.race.yaml'))).toEqual({ id, file: 'changed' });
});

it('says so when the commit does not have the file', () => {
  const id = committed('name: shop\n');
  writeFileSync(path('new.race.yaml'), 'name: new\n');
  expect(scenarioCommit(path('new.race.yaml'))).toEqual({ id, file: 'untracked' });
});

it('knows nothing outside of a repository, and in one without a commit', () => {
  writeFileSync(path('shop.race.yaml'), 'name: shop\n');
  expect(scenarioCommit(path('shop.race.yaml'))).toBeUndefined();
  git('init', '--quiet');
  expect(scenarioCommit(path('shop.race.yaml'))).toBeUndefined();
});

it('starts no program that the configuration of the repository names', () => {
  committed('name: shop\n');
  writeFileSync(path('program.sh'), `#!/bin/sh\ntouch ${path('started')}\n`);
  chmodSync(path('program.sh'), 0o755);
  for (const key of ['core.fsmonitor', 'core.pager', 'core.sshCommand', 'filter.evil.clean', 'filter.evil.smudge'])
    git('config', key, path('program.sh'));
  writeFileSync(path('.gitattributes'), '* filter=evil\n');
  writeFileSync(path('shop.race.yaml'), 'name: other\n');
  expect(scenarioCommit(path('shop.race.yaml'))?.file).toBe('changed');
  expect(existsSync(path('started'))).toBe(false);
  git('status', '--short');
  expect(existsSync(path('started'))).toBe(true);
});
