import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type LoadedScenario, type LoadOptions, loadScenario } from '../../../src/scenario/index.ts';
import { type Diagnostic, RacehoundError } from '../../../src/support/diagnostic.ts';

/** The shortest good scenario; keys can be put before or after it. */
export const shortest = `name: short
target: http://127.0.0.1:4100
burst: { requests: [{ name: buy, count: 2, request: POST /buy }] }
invariants: [{ count: { of: ok, exactly: 1 } }]
`;

/** Writes files into a folder of their own, which is gone after the test; `-> path` makes a link. */
export function temporaryProject(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'racehound-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    if (typeof content === 'string' && content.startsWith('-> ')) symlinkSync(content.slice(3), path);
    else writeFileSync(path, content);
  }
  return folder;
}

const quiet: LoadOptions = { env: {}, requireSecrets: true, variables: {} };

/** Loads `s.race.yaml` of a temporary project. */
export function load(
  files: Readonly<Record<string, string | Uint8Array>>,
  options: Partial<LoadOptions> = {},
  path = 's.race.yaml',
): LoadedScenario {
  return loadScenario(join(temporaryProject(files), path), { ...quiet, ...options });
}

/** What is wrong with `s.race.yaml` of a temporary project. */
export function errorsOf(...given: Parameters<typeof load>): readonly Diagnostic[] {
  try {
    load(...given);
    return [];
  } catch (error) {
    if (error instanceof RacehoundError) return error.diagnostics;
    throw error;
  }
}

export function titlesOf(...given: Parameters<typeof load>): readonly string[] {
  return errorsOf(...given).map(({ title }) => title);
}
