import { type Command, Option } from 'commander';
import type { Console } from './console.ts';
import { type ExitCode, exitCodesHelp } from './exit-codes.ts';
import {
  durationValue,
  type PlanOptionValues,
  positiveInteger,
  repeatedUrl,
  type RunOptions,
  type ScenarioOptions,
} from './options.ts';
import { hunting, planned, reported, scenarios, trusting } from './shared-options.ts';

const runExamples = `
Examples:
  racehound run checkout.race.yaml                     60 rounds against its own target
  racehound run scenarios --tag smoke --max-time 2m --wait-for http://127.0.0.1:8080/health
                                                       a folder, for CI
  racehound run checkout.race.yaml --seed 42           the same requests again
  racehound run checkout.race.yaml --target http://127.0.0.1:8080 --var buyers=50`;

/** The commands that read scenarios. Each loads what it needs when it is called: the start of every other one is the faster for it. */
export function addScenarioCommands(program: Command, console: () => Console, finish: (code: ExitCode) => void): void {
  const hunts = program
    .command('run')
    .description('fire the bursts of scenarios and judge what happened')
    .argument('<paths...>', 'scenario files, or folders, of which every *.race.yaml is taken, those of subfolders too')
    .showHelpAfterError('  for example: racehound run checkout.race.yaml; or a folder of scenarios: racehound run .');
  for (const add of [scenarios, planned, reported, hunting, trusting]) add(hunts);
  hunts
    .option(
      '--workers <n>',
      'firing threads; without it one, and where it may choose (sync: auto) two in turn with one',
      positiveInteger,
    )
    .option('--bail', 'stop at the first violation', false)
    .option('--wait-for <url>', 'first wait until this answers with a status below 500 (repeatable)', repeatedUrl, [])
    .addOption(
      new Option('--wait-timeout <duration>', 'how long to wait for it')
        .argParser(durationValue)
        .default(60_000, '60s'),
    )
    .option(
      '--max-time <duration>',
      'budget for all scenarios together: stops after the round in flight, and says what the rounds so far are worth',
      durationValue,
    )
    .addHelpText('after', `${runExamples}\n${exitCodesHelp}`)
    .action(async (paths: string[], options: RunOptions) => {
      const { run } = await import('./run.ts');
      finish((await run(paths, options, console(), true)).code);
    });

  scenarios(
    program
      .command('validate')
      .description('check scenarios without sending anything')
      .argument(
        '<paths...>',
        'scenario files, or folders, of which every *.race.yaml is taken, those of subfolders too',
      )
      .showHelpAfterError(
        '  for example: racehound validate checkout.race.yaml; or a folder of scenarios: racehound validate .',
      ),
  ).action(async (paths: string[], options: ScenarioOptions) => {
    const { validate } = await import('./validate.ts');
    finish(validate(paths, options, console()));
  });

  planned(
    scenarios(
      program
        .command('plan')
        .description('show what a run would send, without sending it')
        .argument('<file>', 'scenario file')
        .showHelpAfterError('  for example: racehound plan checkout.race.yaml'),
    ),
  )
    .option('--round <n>', 'the round to unfold', positiveInteger, 1)
    .option('--json', 'the whole plan as JSON', false)
    .action(async (file: string, options: PlanOptionValues & { json: boolean; round: number }) => {
      const { showPlan } = await import('./show-plan.ts');
      finish(showPlan(file, options, console()));
    });
}
