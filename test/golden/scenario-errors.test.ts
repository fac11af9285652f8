import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenario/index.ts';
import { RacehoundError } from '../../src/support/diagnostic.ts';
import { formatDiagnostics } from '../../src/support/diagnostic-text.ts';

const folder = 'test/golden';
const cases = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'scenario.race.yaml')));

/** What the user reads on stderr. */
function errorText(path: string): string {
  try {
    loadScenario(path, { env: {}, requireSecrets: true, variables: {} });
    return 'no errors\n';
  } catch (error) {
    if (!(error instanceof RacehoundError)) throw error;
    return `${formatDiagnostics(error.diagnostics)}\n`;
  }
}

describe('the errors of a scenario file (UPDATE_GOLDEN=1 rewrites the expected texts)', () => {
  it.each(cases)('%s reads as expected', (name) => {
    const actual = errorText(`${folder}/${name}/scenario.race.yaml`);
    const golden = join(folder, name, 'expected.txt');
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, actual);
    expect(actual).toBe(readFileSync(golden, 'utf8'));
  });
});
