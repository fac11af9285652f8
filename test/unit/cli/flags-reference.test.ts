import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { systemConsole } from '../../../src/cli/console.ts';
import { flagsReference } from '../../../src/cli/flags-reference.ts';
import { createProgram } from '../../../src/cli/program.ts';

it('the page of flags is current (UPDATE_GOLDEN=1 npx vitest run flags-reference)', () => {
  const page = flagsReference(
    createProgram(
      (color) => systemConsole(color, new AbortController().signal),
      () => undefined,
    ),
  );
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync('docs/flags.md', page);
  expect(readFileSync('docs/flags.md', 'utf8')).toBe(page);
});
