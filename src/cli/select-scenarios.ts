import { findScenarios, type LoadedScenario, loadScenario } from '../scenario/index.ts';
import { type Diagnostic, RacehoundError } from '../support/diagnostic.ts';
import { refuseUnusedVariables } from './check-variables.ts';
import type { Console } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { ScenarioOptions } from './options.ts';

/** Finds and loads scenarios, and keeps those with one of the tags; the errors of all files at once. */
export function selectScenarios(
  paths: readonly string[],
  options: ScenarioOptions,
  requireSecrets: boolean,
): readonly LoadedScenario[] {
  const diagnostics: Diagnostic[] = [];
  const loaded = findScenarios(paths).flatMap((file) => {
    try {
      return [
        loadScenario(file, {
          env: process.env,
          variables: options.var,
          requireSecrets,
          ...(options.target !== undefined && { target: options.target }),
          ...(options.environment !== undefined && { environment: options.environment }),
        }),
      ];
    } catch (error) {
      if (!(error instanceof RacehoundError)) throw error;
      diagnostics.push(...error.diagnostics);
      return [];
    }
  });
  if (diagnostics.length > 0) throw new RacehoundError('usage', diagnostics);
  refuseUnusedVariables(options.var, loaded);
  return options.tag.length === 0
    ? loaded
    : loaded.filter(({ scenario }) => scenario.tags.some((tag) => options.tag.includes(tag)));
}

/** Nothing is left to do where no scenario is selected. */
export function nothingSelected(console: Console): ExitCode {
  console.err.write('nothing selected: no scenario file (*.race.yaml) matches the paths and tags\n');
  return exitCodes.nothingSelected;
}
