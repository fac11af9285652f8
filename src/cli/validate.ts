import { refusedHost } from '../engine/guard.ts';
import { compilePlan } from '../plan/index.ts';
import type { Console } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { ScenarioOptions } from './options.ts';
import { nothingSelected, selectScenarios } from './select-scenarios.ts';

/** `racehound validate`: everything that can be known without traffic. */
export function validate(paths: readonly string[], options: ScenarioOptions, console: Console): ExitCode {
  const loaded = selectScenarios(paths, options, false);
  if (loaded.length === 0) return nothingSelected(console);
  for (const scenario of loaded) {
    const { file, project } = scenario;
    console.out.write(`${console.out.paint.green('✓')} ${file}  ${scenario.scenario.name}\n`);
    const refused = compilePlan(scenario, { seed: 0 }).hosts.flatMap(
      (host) => refusedHost(host, project.guard.allowHosts) ?? [],
    );
    for (const reason of refused)
      console.err.write(`${console.err.paint.yellow('!')} ${file}  a run is refused: ${reason}\n`);
  }
  return exitCodes.held;
}
