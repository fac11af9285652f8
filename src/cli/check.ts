import type { JudgeInput } from '../analysis/index.ts';
import { capture } from '../expr/capture.ts';
import { classify } from '../expr/classify.ts';
import type { Operation } from '../history/operation.ts';
import { historyPath } from '../history/history-file.ts';
import { redactionMark } from '../history/credentials.ts';
import { compilePlan, type Plan } from '../plan/index.ts';
import { loadScenario } from '../scenario/index.ts';
import { stringifyJson } from '../support/lossless-json.ts';
import { refuseUnusedVariables } from './check-variables.ts';
import type { Console } from './console.ts';
import { type ExitCode, exitCodeOf } from './exit-codes.ts';
import { changedCommands, checkCommand } from './commands.ts';
import { judgeFacts } from './judge-facts.ts';
import { type Change, judgeRecorded } from './judge-recorded.ts';
import type { ScenarioOptions } from './options.ts';
import { openPublication } from './publish.ts';
import { recordedScenario } from './recorded-facts.ts';
import { recordedIn } from './recorded.ts';
import { refuseOtherRequests } from './refuse-other-requests.ts';
import { templatesOf } from './scenario-record.ts';

export interface CheckOptions extends Pick<ScenarioOptions, 'var' | 'environment' | 'target'> {
  readonly scenario?: string;
  /** Name or file of the scenario to judge, where the run has several. */
  readonly only?: string;
  readonly quiet: boolean;
  readonly json: boolean;
  readonly reporter: readonly string[];
}

/** `racehound check`: judges a recorded run again, with its own invariants or with those of a changed scenario; sends nothing. */
export function check(path: string, options: CheckOptions, console: Console): ExitCode {
  const { scenario, only } = options;
  const publication = openPublication(options.reporter, {
    json: options.json,
    automatic: true,
    quiet: options.quiet,
    inputs: [historyPath(path), ...(scenario === undefined ? [] : [scenario])],
    again: checkCommand(path, options),
  });
  const { report, source } = judgeRecorded(path, (text) => console.err.write(`${text}\n`), {
    ...(only !== undefined && { only }),
    ...(scenario !== undefined && { change: (seed: number) => changedScenario(scenario, options, seed) }),
  });
  return exitCodeOf(report, publication.publish(report, recordedIn([source], report), console));
}

function changedScenario(file: string, options: CheckOptions, seed: number): Change {
  const loaded = loadScenario(file, {
    env: process.env,
    variables: options.var,
    requireSecrets: false,
    ...(options.target !== undefined && { target: options.target }),
    ...(options.environment !== undefined && { environment: options.environment }),
  });
  const plan = compilePlan(loaded, { seed });
  refuseUnusedVariables(options.var, [loaded]);
  const own = judgeFacts({ loaded, plan }, '', undefined, []);
  return {
    accept(recorded, where) {
      const { templates } = recordedScenario(recorded, where);
      if (templates !== undefined) refuseOtherRequests(file, templatesOf(loaded.scenario).requests, templates.requests);
    },
    facts: (recorded) => ({ ...judgedBy(own, recorded), ...changedCommands(recorded, file, options) }),
    round: (round) => ({ ...round, operations: round.operations.map((operation) => seenAnew(operation, plan)) }),
  };
}

/** What a judge takes from the scenario, in place of what was recorded of it; how the rounds were fired stays. */
function judgedBy(own: JudgeInput, recorded: JudgeInput): JudgeInput {
  const { places: _, repositoryFile: __, traceUrl: ___, ...fired } = recorded;
  const { name, file, invariants, outcomes, places, repositoryFile, traceUrl } = own;
  return {
    ...fired,
    name,
    file,
    invariants,
    outcomes,
    ...(places !== undefined && { places }),
    ...(repositoryFile !== undefined && { repositoryFile }),
    ...(traceUrl !== undefined && { traceUrl }),
  };
}

/** An operation with the outcome and the captures that the changed scenario gives it; what was captured while running stays. */
function seenAnew(operation: Operation, plan: Plan): Operation {
  const rules = plan.burst.requests.find(({ name }) => name === operation.request)?.captures ?? [];
  const seen = operation.answer === undefined ? operation : capture(rules, operation.answer);
  // What stands redacted in the recorded answer was not seen: two different secrets would look equal.
  const redacted = Object.keys(seen.captures).filter((name) =>
    stringifyJson(seen.captures[name]).includes(redactionMark),
  );
  const visible = Object.entries(seen.captures).filter(([name]) => !redacted.includes(name));
  return {
    ...operation,
    ...classify(plan.outcomes, operation.request, operation),
    captures: { ...Object.fromEntries(visible), ...operation.captures },
    missing: {
      ...seen.missing,
      ...Object.fromEntries(redacted.map((name) => [name, 'it is redacted in the recorded history'])),
    },
  };
}
