import type { JudgeInput } from '../analysis/index.ts';
import { lineAndColumn } from '../support/diagnostic-text.ts';
import type { PreparedPlan } from './prepare-plan.ts';
import { repositoryPath } from './repository-path.ts';

/** What the judge must know of a plan; recorded with the history, so that `check` can judge again without the scenario file. */
export function judgeFacts(
  { plan, loaded }: Pick<PreparedPlan, 'plan' | 'loaded'>,
  replay: string,
  priorityRefused: string | undefined,
  wire: readonly string[],
): JudgeInput {
  const repositoryFile = repositoryPath(loaded.file);
  const traceUrl = loaded.scenario.traceUrl ?? loaded.project.traceUrl;
  return {
    name: plan.scenario,
    file: plan.file,
    target: plan.target,
    seed: plan.seed,
    roundsPlanned: plan.rounds,
    windowNs: plan.burst.windowNs,
    members: plan.burst.members,
    sync: plan.burst.sync,
    wire,
    replay,
    invariants: loaded.scenario.invariants,
    places: loaded.scenario.invariants.map((_, index) =>
      lineAndColumn(loaded.source.text, loaded.locate(['invariants', index]).start),
    ),
    ...(repositoryFile !== undefined && { repositoryFile }),
    outcomes: plan.outcomes.map(({ name }) => name),
    ...(traceUrl !== undefined && { traceUrl }),
    ...(priorityRefused !== undefined && { priorityRefused }),
  };
}
