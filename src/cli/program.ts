import { Argument, Command, Option } from 'commander';
import { instanceBounds } from '../lab/index.ts';
import { fileReporters } from '../reporters/index.ts';
import { jsonSchema } from '../scenario/index.ts';
import { completionScript, shells } from './completion/index.ts';
import { check, type CheckOptions } from './check.ts';
import type { ColorChoice, Console } from './console.ts';
import { demo, type DemoOptions } from './demo.ts';
import { doctor, type DoctorOptions } from './doctor.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { addInitCommand } from './init-command.ts';
import { lab, type LabCommandOptions } from './lab.ts';
import {
  integerBetween,
  durationValue,
  type PlanOptionValues,
  port,
  positiveInteger,
  repeated,
  repeatedUrl,
  type RunOptions,
  type ScenarioOptions,
  seedValue,
  url,
  variable,
} from './options.ts';
import { progressModes } from './progress-display.ts';
import { replay, type ReplayOptions } from './replay.ts';
import { report, type ReportOptions } from './report.ts';
import { run } from './run.ts';
import { showPlan } from './show-plan.ts';
import { validate } from './validate.ts';
import { version } from './version.ts';

const exitCodesHelp = `
Exit codes:
  0  every invariant held            5    nothing selected
  1  an invariant was violated       70   internal error, please report it
  2  usage or scenario error         130  interrupted (Ctrl-C)
  3  could not test                  143  terminated
  4  inconclusive`;

const reporterHelp = `also write a report, to stdout when no path is given (repeatable): ${Object.keys(fileReporters).join(', ')}`;

const runExamples = `
Examples:
  racehound run checkout.race.yaml                     60 rounds against its own target
  racehound run scenarios --tag smoke --max-time 2m --wait-for http://127.0.0.1:8080/health
                                                       a folder, for CI
  racehound run checkout.race.yaml --seed 42           the same requests again
  racehound run checkout.race.yaml --target http://127.0.0.1:8080 --var buyers=50`;

const completionHelp = `
  bash   source <(racehound completion bash)                                    in ~/.bashrc
  zsh    source <(racehound completion zsh)                                     in ~/.zshrc, behind compinit
  fish   racehound completion fish > ~/.config/fish/completions/racehound.fish`;

/** The command line. The chosen command's exit code is handed to \`finish\`. */
export function createProgram(consoleFor: (color: ColorChoice) => Console, finish: (code: ExitCode) => void): Command {
  const program = new Command('racehound')
    .description(
      'hunts race conditions in live HTTP services: fires requests that must collide, checks what must still be true',
    )
    .version(version, '-V, --version')
    .addOption(
      new Option('--color <when>', 'colour: auto, always or never')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    )
    .addHelpText(
      'after',
      `${exitCodesHelp}\n\nBegin with \`racehound demo\`, or with the first scenario in README.md.`,
    );
  const console = () => consoleFor(program.opts<{ color: ColorChoice }>().color);

  planned(
    scenarios(
      program
        .command('run')
        .description('fire the bursts of scenarios and judge what happened')
        .argument('<paths...>', 'scenario files, or folders of *.race.yaml'),
    ),
  )
    .option(
      '--workers <n>',
      'firing threads; without it one, and where it may choose (sync: auto) two in turn with one',
      positiveInteger,
    )
    .option('--bail', 'stop at the first violation', false)
    .option('--json', 'the report as JSON on stdout, and nothing else there', false)
    .option('--reporter <name=path>', reporterHelp, repeated, [])
    .option('--results <folder>', 'where histories are recorded', 'racehound-results')
    .option('--insecure', 'do not verify TLS certificates', false)
    .option('--cacert <file>', 'PEM file of the authorities to trust')
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
    .addOption(progressOption())
    .option('-q, --quiet', 'no progress, as --progress none', false)
    .addHelpText('after', `${runExamples}\n${exitCodesHelp}`)
    .action(async (paths: string[], options: RunOptions) => finish((await run(paths, options, console(), true)).code));

  scenarios(
    program
      .command('validate')
      .description('check scenarios without sending anything')
      .argument('<paths...>', 'scenario files, or folders of *.race.yaml'),
  ).action((paths: string[], options: ScenarioOptions) => finish(validate(paths, options, console())));

  planned(
    scenarios(
      program
        .command('plan')
        .description('show what a run would send, without sending it')
        .argument('<file>', 'scenario file'),
    ),
  )
    .option('--round <n>', 'the round to unfold', positiveInteger, 1)
    .option('--json', 'the whole plan as JSON', false)
    .action((file: string, options: PlanOptionValues & { json: boolean; round: number }) =>
      finish(showPlan(file, options, console())),
    );

  program
    .command('check')
    .description('judge a recorded run again, also with changed invariants; sends nothing')
    .argument('<run>', 'folder of a run, or its history.ndjson')
    .option('--scenario <file>', 'judge with the outcomes and invariants of this file')
    .option('--var <name=value>', 'a variable of that file (repeatable)', variable, {})
    .option('--target <url>', 'target of that file, where it names none', url)
    .option('--environment <name>', 'environment of that file')
    .option('--json', 'the report as JSON on stdout', false)
    .option('--reporter <name=path>', reporterHelp, repeated, [])
    .action((path: string, options: CheckOptions) => finish(check(path, options, console())));

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
    .option('--json', 'the report as JSON on stdout', false)
    .option('--reporter <name=path>', reporterHelp, repeated, [])
    .option('--results <folder>', 'where histories are recorded', 'racehound-results')
    .addOption(progressOption())
    .option('-q, --quiet', 'no progress, as --progress none', false)
    .action(async (path: string, options: ReplayOptions) => finish(await replay(path, options, console())));

  program
    .command('report')
    .description('render recorded runs in any format, several of them as one report; sends nothing')
    .argument('<runs...>', 'folders of runs, or their history.ndjson')
    .option('--json', 'the report as JSON on stdout', false)
    .option('--reporter <name=path>', reporterHelp, repeated, [])
    .action((paths: [string, ...string[]], options: ReportOptions) => finish(report(paths, options, console())));

  program
    .command('schema')
    .description('print the JSON Schema of scenario files, for editors')
    .option('--project', 'that of racehound.yaml instead', false)
    .action(({ project }: { project: boolean }) => {
      console().out.write(`${JSON.stringify(jsonSchema(project ? 'project' : 'scenario'), null, 2)}\n`);
      finish(exitCodes.held);
    });

  addInitCommand(program, console, finish);

  program
    .command('completion')
    .description('print a script that completes commands, options and files in your shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(shells))
    .addHelpText('after', completionHelp)
    .action((shell: string) => {
      console().out.write(completionScript(shell, program));
      finish(exitCodes.held);
    });

  program
    .command('doctor')
    .description('measure what this machine can do, or look at what a target speaks and does')
    .option(
      '-t, --target <url>',
      'look at this target with a few harmless requests (HEAD, OPTIONS), and fire no burst',
      url,
    )
    .option('--bursts <n>', 'bursts of each kind in the self-test', positiveInteger, 15)
    .option('--allow-host <pattern>', 'a host besides loopback that may be looked at (repeatable)', repeated, [])
    .option('--insecure', 'do not verify TLS certificates', false)
    .option('--cacert <file>', 'PEM file of the authorities to trust')
    .option('--json', 'as JSON', false)
    .action(async (options: DoctorOptions) => finish(await doctor(options, console())));

  program
    .command('lab')
    .description('start the racy services and their mended twins on loopback')
    .option('--port <n>', 'base port; the instances take the ports above it; 0 takes free ones', port, 4100)
    .addOption(instancesOption())
    .option('--database <url>', 'a PostgreSQL to use instead of starting one')
    .option('--redis <url>', 'a Redis to use instead of starting one')
    .option('--tls', 'HTTPS, with a certificate of its own', false)
    .option('--http2', 'HTTP/2: by ALPN with --tls, else by prior knowledge', false)
    .option('--max-streams <n>', 'streams that an HTTP/2 connection takes at one time', positiveInteger)
    .action(async (options: LabCommandOptions) => finish(await lab(options, console())));

  program
    .command('demo')
    .description('start the lab, hunt the catalogue in it, and stop it again')
    .option('--all', 'every class, not only those tagged smoke', false)
    .option('--database <url>', 'a PostgreSQL to use instead of starting one')
    .option('--redis <url>', 'a Redis to use instead of starting one')
    .option('--seed <n>', 'fixes everything that is random', seedValue)
    .option('--rounds <n>', 'rounds of every scenario', positiveInteger)
    .option('--results <folder>', 'where histories are recorded', 'racehound-results')
    .action(async (options: DemoOptions) => finish(await demo(options, console())));

  return program;
}

function progressOption(): Option {
  return new Option(
    '--progress <how>',
    'live (a line that is rewritten), lines (one for each scenario), none; auto is live on a terminal',
  )
    .choices(progressModes)
    .default('auto');
}

/** Options of every command that reads scenarios. */
function scenarios(command: Command): Command {
  return command
    .option('-t, --target <url>', 'base URL to test instead of the one in the file', url)
    .option('-e, --environment <name>', 'environment of racehound.yaml')
    .option('--var <name=value>', 'set a variable; the value is JSON or text (repeatable)', variable, {})
    .option('--tag <tags>', 'only scenarios with one of these tags, comma-separated (repeatable)', repeated, []);
}

function instancesOption(): Option {
  const { least, most } = instanceBounds;
  return new Option('--instances <n>', `instances beside the first one, ${least} to ${most}`)
    .argParser(integerBetween(least, most))
    .default(least);
}

/** Options of every command that makes a plan. */
function planned(command: Command): Command {
  return command
    .option('--seed <n>', 'fixes everything that is random; printed with every run', seedValue)
    .option(
      '-n, --rounds <n>',
      'rounds to fire; 60 find a race that hits 1 round in 20 with 95 % probability',
      positiveInteger,
    )
    .option(
      '--allow-host <pattern>',
      'a host besides loopback that may be tested; * stands for any label (repeatable)',
      repeated,
      [],
    )
    .option('--max-requests <n>', 'budget of requests for each scenario', positiveInteger);
}
