import { Argument, Command, Option } from 'commander';
import { jsonSchema } from '../scenario/index.ts';
import { completionScript, shells } from './completion/index.ts';
import type { ColorChoice, Console } from './console.ts';
import type { DoctorOptions } from './doctor.ts';
import { type ExitCode, exitCodes, exitCodesHelp } from './exit-codes.ts';
import { addInitCommand } from './init-command.ts';
import { addLabCommands } from './lab-commands.ts';
import { positiveInteger, repeated, url } from './options.ts';
import { addRecordedCommands } from './recorded-commands.ts';
import { addScenarioCommands } from './scenario-commands.ts';
import { trusting } from './shared-options.ts';
import { version } from './version.ts';

const completionHelp = `
  bash   source <(racehound completion bash)                                    in ~/.bashrc
  zsh    source <(racehound completion zsh)                                     in ~/.zshrc, behind compinit
  fish   racehound completion fish > ~/.config/fish/completions/racehound.fish`;

/** The command line. The chosen command's exit code is handed to `finish`. */
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

  addScenarioCommands(program, console, finish);
  addRecordedCommands(program, console, finish);

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

  trusting(
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
      .option('--json', 'as JSON', false),
  ).action(async (options: DoctorOptions) => {
    const { doctor } = await import('./doctor.ts');
    finish(await doctor(options, console()));
  });

  addLabCommands(program, console, finish);

  return program;
}
