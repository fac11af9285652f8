import { type Command, Option } from 'commander';
import { fileReporters } from '../reporters/index.ts';
import { positiveInteger, repeated, repeatedText, seedValue, url, variable } from './options.ts';
import { progressModes } from './progress-display.ts';

/** Options of every command that makes a report. */
export function reported(command: Command): Command {
  return command
    .option('--json', 'the report as JSON on stdout, and nothing else there', false)
    .option('--reporter <name=path>', reporterHelp, repeatedText, []);
}

/** Options of every command that makes a report of what was recorded. */
export function rendering(command: Command): Command {
  return reported(command).option('-q, --quiet', 'no report on stdout but what --reporter puts there', false);
}

const reporterHelp = `also write a report, to stdout when no path is given (repeatable): ${Object.keys(fileReporters).join(', ')}`;

/** Options of every command that hunts. */
export function hunting(command: Command): Command {
  return command
    .option('--results <folder>', 'where histories are recorded', 'racehound-results')
    .addOption(
      new Option(
        '--progress <how>',
        'live (a line that is rewritten), lines (one for each scenario), none; auto is live on a terminal',
      )
        .choices(progressModes)
        .default('auto'),
    )
    .option('-q, --quiet', 'no progress, as --progress none', false);
}

/** Options of every command that may speak TLS with a target. */
export function trusting(command: Command): Command {
  return command
    .option('--insecure', 'do not verify TLS certificates', false)
    .option('--cacert <file>', 'PEM file of the authorities to trust');
}

/** Options of every command that reads scenarios. */
export function scenarios(command: Command): Command {
  return command
    .option('-t, --target <url>', 'base URL to test instead of the one in the file', url)
    .option('-e, --environment <name>', 'environment of racehound.yaml')
    .option('--var <name=value>', 'set a variable; the value is JSON or text (repeatable)', variable, {})
    .option('--tag <tags>', 'only scenarios with one of these tags, comma-separated (repeatable)', repeated, []);
}

/** Options of every command that makes a plan. */
export function planned(command: Command): Command {
  return command
    .option('--seed <n>', 'fixes everything that is random but what `set` draws; printed with every run', seedValue)
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
