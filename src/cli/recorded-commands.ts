import type { Command } from 'commander';
import type { CheckOptions } from './check.ts';
import type { Console } from './console.ts';
import type { ExitCode } from './exit-codes.ts';
import { positiveInteger, url, variable } from './options.ts';
import type { ReplayOptions } from './replay.ts';
import type { ReportOptions } from './report.ts';
import { hunting, rendering, reported } from './shared-options.ts';

/** The commands that read recorded runs. */
export function addRecordedCommands(program: Command, console: () => Console, finish: (code: ExitCode) => void): void {
  rendering(
    program
      .command('check')
      .description('judge a recorded run again, also with changed invariants; sends nothing')
      .argument('<run>', 'folder of a run, or its history.ndjson')
      .option('--only <scenario>', 'name or file of the scenario to judge, where the run has several')
      .option('--scenario <file>', 'judge with the outcomes and invariants of this file')
      .option('--var <name=value>', 'a variable of that file (repeatable)', variable, {})
      .option('--target <url>', 'target of that file, where it names none', url)
      .option('--environment <name>', 'environment of that file'),
  ).action(async (path: string, options: CheckOptions) => {
    const { check } = await import('./check.ts');
    finish(check(path, options, console()));
  });

  hunting(
    reported(
      program
        .command('replay')
        .description('fire a recorded round again and again, to see whether it is still violated')
        .argument('<run>', 'folder of a run, or its history.ndjson')
        .option('--round <n>', 'the round; without it the first that broke an invariant', positiveInteger)
        .option('--tries <n>', 'how often to fire it', positiveInteger, 20)
        .option('--only <scenario>', 'name or file of the scenario, where the run has several')
        .option('--scenario <file>', 'where the scenario file lies now')
        .option('--changed', 'fire the round although the scenario changed since', false)
        .option('-t, --target <url>', 'base URL to test instead of the one it was recorded from', url)
        .option(
          '--var <name=value>',
          'a variable as it was, where the recorded run hides it (repeatable)',
          variable,
          {},
        ),
    ),
  ).action(async (path: string, options: ReplayOptions) => {
    const { replay } = await import('./replay.ts');
    finish(await replay(path, options, console()));
  });

  rendering(
    program
      .command('report')
      .description('render recorded runs in any format, several of them as one report; sends nothing')
      .argument('<runs...>', 'folders of runs, or their history.ndjson'),
  ).action(async (paths: [string, ...string[]], options: ReportOptions) => {
    const { report } = await import('./report.ts');
    finish(report(paths, options, console()));
  });
}
