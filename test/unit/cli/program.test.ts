import { expect, it } from 'vitest';
import { systemConsole } from '../../../src/cli/console.ts';
import { createProgram } from '../../../src/cli/program.ts';

it.each(['run', 'validate', 'plan'])('%s without a scenario is answered with an example', async (name) => {
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
  await expect(program.parseAsync(['node', 'racehound', name])).rejects.toThrow('missing required argument');
  expect(told).toContain(`for example: racehound ${name} checkout.race.yaml`);
});
