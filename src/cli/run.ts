import { randomInt } from 'node:crypto';
import type { Console } from './console.ts';
import { type Fired, fireScenarios } from './fire-scenarios.ts';
import type { RunOptions } from './options.ts';
import { preparePlan } from './prepare-plan.ts';
import { openPublication } from './publish.ts';
import { nothingSelected, selectScenarios } from './select-scenarios.ts';

const maxSeed = 2 ** 31;

/** `racehound run`: load, plan, fire, judge, report. `automatic`: also where nobody asked for it, as in GitHub Actions. */
export async function run(
  paths: readonly string[],
  options: RunOptions,
  console: Console,
  automatic = false,
): Promise<Fired> {
  const loaded = selectScenarios(paths, options, true);
  if (loaded.length === 0) return { code: nothingSelected(console) };
  const seed = options.seed ?? randomInt(maxSeed);
  const prepared = loaded.map((scenario) => preparePlan(scenario, options, seed));
  const publication = openPublication([...loaded.flatMap(({ reporters }) => reporters), ...options.reporter], {
    json: options.json,
    automatic,
    inputs: loaded.map(({ file }) => file),
  });
  return await fireScenarios(prepared, { seed, options, publication, console });
}
