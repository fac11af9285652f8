import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { commandLineOf } from '../../../src/cli/completion/command-line.ts';
import { completionScript, shells } from '../../../src/cli/completion/index.ts';
import { systemConsole } from '../../../src/cli/console.ts';
import { createProgram } from '../../../src/cli/program.ts';

const program = createProgram(
  (color) => systemConsole(color, new AbortController().signal),
  () => undefined,
);

/** The script for a shell in a file that is gone after the test. */
function scriptFile(shell: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'racehound-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, `completion.${shell}`);
  writeFileSync(path, completionScript(shell, program));
  return path;
}

/** What bash would offer for a command line, its last word half typed; undefined where it is left to offer files. */
function offered(...words: readonly string[]): readonly string[] | undefined {
  // Outside of a completion compopt complains; what it was told is the question here.
  const script = `
    files=yes
    compopt() { case "$*" in *'+o default'*) files=no ;; esac; }
    source ${scriptFile('bash')}
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    _racehound
    echo "$files"
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script, 'bash', 'racehound', ...words], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const [files, ...replies] = stdout.trim().split('\n');
  const found = replies.filter((reply) => reply !== '');
  return files === 'yes' && found.length === 0 ? undefined : found;
}

describe('the completion script for bash', () => {
  it.each([
    [['va'], ['validate']],
    [
      ['--color', ''],
      ['auto', 'always', 'never'],
    ],
    [['--color', 'never', 'com'], ['completion']],
    [
      ['run', '--max-'],
      ['--max-requests', '--max-time'],
    ],
    [
      ['run', '--progress', ''],
      ['auto', 'live', 'lines', 'none'],
    ],
    [
      ['run', '--progress', 'li'],
      ['live', 'lines'],
    ],
    [['run', '--reporter', 'js'], ['json']],
    [
      ['init', '--from', ''],
      ['curl', 'har', 'openapi'],
    ],
    [
      ['init', '--class', 'double-'],
      ['double-spend', 'double-refund', 'double-booking', 'double-like'],
    ],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['help', 'doc'], ['doctor']],
    [['schema', ''], []],
    [['run', '--seed', ''], []],
  ])('offers for %j: %j', (words, expected) => {
    expect(offered(...words)).toEqual(expected);
  });

  it.each([[['run', '']], [['run', '--cacert', '']], [['check', '']], [['init', '--from', 'har', '']]])(
    'leaves files to bash for %j',
    (words) => {
      expect(offered(...words)).toBeUndefined();
    },
  );

  it('knows every command and every option of the program', () => {
    const line = commandLineOf(program);
    expect(line.commands.map(({ name }) => name)).toEqual([...program.commands.map((each) => each.name()), 'help']);
    for (const command of program.commands) {
      const flags = offered(command.name(), '-') ?? [];
      for (const { short, long } of command.options)
        for (const flag of [short, long].filter(Boolean)) expect(flags).toContain(flag);
    }
  });
});

describe.each(shells)('the completion script for %s', (shell) => {
  const thereIs = spawnSync(shell, ['--version']).status === 0;

  it.runIf(thereIs)('is one that the shell can read', () => {
    const { status, stderr } = spawnSync(shell, ['-n', scriptFile(shell)], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it('names every command and every option of the program', () => {
    const text = completionScript(shell, program);
    for (const command of program.commands) {
      expect(text).toContain(command.name());
      for (const { long } of command.options) expect(text).toContain(shell === 'fish' ? `-l ${long?.slice(2)}` : long);
    }
  });
});

describe.runIf(spawnSync('fish', ['--version']).status === 0)('the completion script for fish', () => {
  it.each([
    ['racehound va', ['validate']],
    ['racehound run --progress li', ['lines', 'live']],
    ['racehound init --from ', ['curl', 'har', 'openapi']],
    ['racehound schema --pro', ['--project']],
  ])('offers what belongs there for %j', (line, expected) => {
    const command = `source ${scriptFile('fish')}; complete -C '${line}'`;
    const { stdout } = spawnSync('fish', ['--no-config', '-c', command], { encoding: 'utf8' });
    expect(
      stdout
        .trim()
        .split('\n')
        .map((offer) => offer.split('\t')[0]),
    ).toEqual(expected);
  });
});

describe.runIf(spawnSync('zsh', ['--version']).status === 0)('the completion script for zsh', () => {
  it('hands one specification for each option and argument of a command to _arguments', () => {
    // The two functions of zsh's completion system that the script builds on, as far as they matter here.
    const command = `
      compdef() { }
      _arguments() { if [ "$1" = -C ]; then state=argument; else shift; print -rl -- "$@"; fi }
      source ${scriptFile('zsh')}
      words=(init)
      _racehound`;
    const { stdout, stderr } = spawnSync('zsh', ['-f', '-c', command], { encoding: 'utf8' });
    expect(stderr).toBe('');
    const specifications = stdout.trim().split('\n');
    expect(specifications.find((each) => each.includes('--from['))).toMatch(/:value:\(curl har openapi\)$/);
    expect(specifications).toContain('*:argument:_files');
    for (const each of specifications)
      expect(each).toMatch(/^(\*|\(-\w --[\w-]+\))?(-\w|--[\w-]+)\[.+\](:value:.*)?$|^\*:argument:/);
  });
});
