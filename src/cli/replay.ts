import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type LoadedScenario, loadScenario } from '../scenario/index.ts';
import { planRound } from '../plan/index.ts';
import { redactionMark } from '../history/credentials.ts';
import { historyPath } from '../history/history-file.ts';
import { RacehoundError } from '../support/diagnostic.ts';
import { stringifyJson } from '../support/lossless-json.ts';
import { refuseUnusedVariables } from './check-variables.ts';
import type { Console } from './console.ts';
import { movedCommand } from './commands.ts';
import type { ExitCode } from './exit-codes.ts';
import { fireScenarios } from './fire-scenarios.ts';
import type { RunOptions } from './options.ts';
import { type PreparedPlan, preparePlan } from './prepare-plan.ts';
import type { ProgressMode } from './progress-display.ts';
import { openPublication } from './publish.ts';
import { findRound, type RecordedRoundOfRun, type RoundChoice } from './recorded-round.ts';
import { sourceHash } from './scenario-record.ts';

export interface ReplayOptions extends RoundChoice {
  readonly tries: number;
  /** Where the scenario's file lies now, if not where it did. */
  readonly scenario?: string;
  /** Fire the round even though the scenario changed. */
  readonly changed: boolean;
  readonly target?: string;
  readonly var: RunOptions['var'];
  readonly progress: ProgressMode;
  readonly quiet: boolean;
  readonly json: boolean;
  readonly reporter: readonly string[];
  readonly results: string;
}

/**
 * `racehound replay`: fires a recorded round again and again: same seed, members, order, offsets and delivery, each time after its
 * own `prepare`. Records a run of its own.
 */
export async function replay(path: string, options: ReplayOptions, console: Console): Promise<ExitCode> {
  const recorded = findRound(path, options, (text) => console.err.write(`${text}\n`));
  const { run, seed, scenario, round } = recorded;
  const { settings } = scenario;
  if (settings === undefined || round.delivery === undefined)
    throw usage(
      `the history of ${run} was recorded by an older version, which kept too little to replay it`,
      'run the scenario again with the same --seed',
    );
  const runOptions: RunOptions = {
    ...settings,
    var: { ...settings.var, ...options.var },
    ...(options.target !== undefined && { target: options.target }),
    tag: [],
    rounds: options.tries,
    bail: false,
    json: options.json,
    reporter: options.reporter,
    results: options.results,
    waitFor: [],
    waitTimeout: 0,
    progress: options.progress,
    quiet: options.quiet,
  };
  refuseHidden(runOptions.var, run);
  const loaded = loadAgain(options.scenario ?? fileOf(recorded, path), runOptions);
  const of = scenario.replayOf?.round ?? round.round;
  refuseUnusedVariables(options.var, [loaded]);
  if (!options.changed) refuseChange(loaded, recorded, of);
  const prepared = preparePlan(loaded, runOptions, seed);
  refuseOtherMembers(prepared, recorded, of);
  const publication = openPublication(options.reporter, {
    json: options.json,
    automatic: true,
    inputs: [historyPath(path), loaded.file],
  });
  const plan = { ...prepared.plan, baseline: false };
  const { code } = await fireScenarios([{ ...prepared, plan }], {
    seed,
    options: runOptions,
    publication,
    console,
    replay: {
      run: scenario.replayOf?.run ?? run,
      round: of,
      delivery: round.delivery,
      command: movedCommand(scenario.replay, scenario.file, loaded.file),
    },
  });
  return code;
}

function loadAgain(file: string, options: RunOptions): LoadedScenario {
  return loadScenario(file, {
    env: process.env,
    variables: options.var,
    requireSecrets: true,
    ...(options.target !== undefined && { target: options.target }),
    ...(options.environment !== undefined && { environment: options.environment }),
  });
}

/** Where the scenario's file lies, seen from the run and else from here. */
function fileOf({ run, scenario }: RecordedRoundOfRun, path: string): string {
  const fromRun =
    scenario.fileFromRun === undefined ? [] : [relative('', join(dirname(historyPath(path)), scenario.fileFromRun))];
  const file = [...fromRun, scenario.file].find((each) => existsSync(each));
  if (file !== undefined) return file;
  throw usage(
    `${scenario.file}, from which ${run} was recorded, is not there`,
    'say where it lies now: --scenario FILE',
  );
}

/** A variable that was hidden in the history has to come from whoever knows it. */
function refuseHidden(variables: RunOptions['var'], run: string): void {
  const hidden = Object.keys(variables).filter((name) => stringifyJson(variables[name]).includes(redactionMark));
  if (hidden.length === 0) return;
  throw usage(
    `${run} was given secrets with --var, and does not hold them: ${hidden.join(', ')}`,
    `give them again: ${hidden.map((name) => `--var ${name}=...`).join(' ')}`,
  );
}

/** The round is the recorded one only if everything in files that it was planned from is what it was. */
function refuseChange(loaded: LoadedScenario, { run, scenario }: RecordedRoundOfRun, round: number): void {
  if (scenario.sourceHash === undefined || scenario.sourceHash === sourceHash(loaded)) return;
  const { commit, repositoryFile } = scenario;
  const asItWas =
    commit?.file === 'same' && repositoryFile !== undefined
      ? `bring it back (\`git show ${commit.id.slice(0, 12)}:${repositoryFile}\`) and name it with --scenario`
      : 'bring it back as it was and name it with --scenario';
  throw usage(
    `${loaded.file} (or its racehound.yaml, its data, or a body in a file) changed since ${run} was recorded, so this would be another round`,
    `${asItWas}; or pass --changed to fire round ${round} of what it says now`,
  );
}

/** A changed scenario may plan a burst that has nothing to do with the recorded one. */
function refuseOtherMembers({ plan }: PreparedPlan, { round }: RecordedRoundOfRun, of: number): void {
  const planned = planRound(plan, of).members.map(({ index, request, offsetNs }) => ({
    member: index,
    request,
    offsetNs,
  }));
  const before = round.operations.map(({ member, request, offsetNs }) => ({ member, request, offsetNs }));
  if (JSON.stringify(planned) === JSON.stringify(before)) return;
  throw usage(
    `round ${of} of ${plan.file} now has other members than the recorded one: ${planned.length} planned, ${before.length} recorded, or in another order`,
    'hunt anew with racehound run',
  );
}

function usage(title: string, help: string): RacehoundError {
  return new RacehoundError('usage', [{ code: 'RH406', title, help }]);
}
