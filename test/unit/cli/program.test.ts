import { expect, it } from 'vitest';
import { systemConsole } from '../../../src/cli/console.ts';
import { createProgram } from '../../../src/cli/program.ts';

it('a hunt without a scenario is answered with an example', async () => {
  let told = '';
  const program = createProgram(
    (color) => systemConsole(color, new AbortController().signal),
    () => undefined,
  );
  for (const command of program.commands)
    command.exitOverride().configureOutput({
      writeErr(text) {
        told += text;
      },
    });
  await expect(program.parseAsync(['node', 'racehound', 'run'])).rejects.toThrow('missing required argument');
  expect(told).toMatch(/for example: racehound run checkout\.race\.yaml/);
});
