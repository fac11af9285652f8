import type { Console } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { ScenarioOptions } from './options.ts';
import { nothingSelected, selectScenarios } from './select-scenarios.ts';

/** `racehound validate`: everything that can be known without traffic. */
export function validate(paths: readonly string[], options: ScenarioOptions, console: Console): ExitCode {
  const loaded = selectScenarios(paths, options, false);
  if (loaded.length === 0) return nothingSelected(console);
  for (const { file, scenario } of loaded)
    console.out.write(`${console.out.paint.green('✓')} ${file}  ${scenario.name}\n`);
  return exitCodes.held;
}
