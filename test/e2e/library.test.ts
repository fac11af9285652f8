import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const repository = resolve(import.meta.dirname, '../..');

/** What somebody who installed the package would write. */
const program = `
import { checkLinearizable, type Linearizability, register, type RegisterAction, type TimedOperation } from 'racehound/linearizability';

const history: readonly TimedOperation<RegisterAction>[] = [
  { id: 0, startNs: 0, endNs: 10, effect: 'ok', action: { kind: 'write', value: 1 } },
  { id: 1, startNs: 11, endNs: 20, effect: 'ok', action: { kind: 'read', value: 0 } },
];
const result: Linearizability<RegisterAction> = checkLinearizable(register({ initial: 0 }), history);
console.log(result.kind === 'illegal' ? result.longest[0]?.blocked[0]?.reason : result.kind);
`;

let project = '';

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'racehound-library-'));
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(repository, join(project, 'node_modules', 'racehound'));
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: { module: 'nodenext', lib: ['es2022', 'dom'], strict: true, preserveSymlinks: true, types: [] },
      files: ['program.ts'],
    }),
  );
  writeFileSync(join(project, 'program.ts'), program);
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe('the package as a library', () => {
  test('has types, and tells why a history is not linearizable', () => {
    execFileSync(process.execPath, [join(repository, 'node_modules', 'typescript', 'bin', 'tsc')], { cwd: project });
    const output = execFileSync(process.execPath, ['program.js'], { cwd: project, encoding: 'utf8' });
    expect(output).toBe('the value is 1\n');
  });

  test('shows nothing else of itself', () => {
    const load = `import('racehound/dist/cli/main.js').then(() => console.log('loaded'), (error) => console.log(error.code))`;
    const output = execFileSync(process.execPath, ['-e', load], { cwd: project, encoding: 'utf8' });
    expect(output).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED\n');
  });
});
