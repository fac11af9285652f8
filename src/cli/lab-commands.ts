import { type Command, Option } from 'commander';
import { instanceBounds } from '../lab/index.ts';
import type { Console } from './console.ts';
import type { DemoOptions } from './demo.ts';
import type { ExitCode } from './exit-codes.ts';
import type { LabCommandOptions } from './lab.ts';
import { integerBetween, port, positiveInteger, seedValue } from './options.ts';

/** The commands that start the lab. */
export function addLabCommands(program: Command, console: () => Console, finish: (code: ExitCode) => void): void {
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
    .action(async (options: LabCommandOptions) => {
      const { lab } = await import('./lab.ts');
      finish(await lab(options, console()));
    });

  program
    .command('demo')
    .description('start the lab, hunt the catalogue in it, and stop it again')
    .option('--all', 'every class, not only those tagged smoke', false)
    .option('--database <url>', 'a PostgreSQL to use instead of starting one')
    .option('--redis <url>', 'a Redis to use instead of starting one')
    .option('--seed <n>', 'fixes everything that is random', seedValue)
    .option('--rounds <n>', 'rounds of every scenario', positiveInteger)
    .option('--results <folder>', 'where histories are recorded', 'racehound-results')
    .action(async (options: DemoOptions) => {
      const { demo } = await import('./demo.ts');
      finish(await demo(options, console()));
    });
}

function instancesOption(): Option {
  const { least, most } = instanceBounds;
  return new Option('--instances <n>', `instances beside the first one, ${least} to ${most}`)
    .argParser(integerBetween(least, most))
    .default(least);
}
