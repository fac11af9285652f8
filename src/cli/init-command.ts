import type { Command } from 'commander';
import { importers } from '../importers/index.ts';
import { services } from '../lab/index.ts';
import type { Console } from './console.ts';
import type { ExitCode } from './exit-codes.ts';
import type { InitOptions } from './init.ts';
import { repeated, url } from './options.ts';

const formats = Object.entries(importers)
  .map(([name, { reads }]) => `${name} (${reads})`)
  .join(', ');

const classes = services.map(({ name }) => name).join(', ');

const help = `
Examples:
  racehound init shop.race.yaml --target http://127.0.0.1:8080
  racehound init shop.race.yaml --class oversell --target http://127.0.0.1:8080
  racehound init shop.race.yaml --from curl "curl -X POST http://127.0.0.1:8080/orders -d item=1"
  racehound init shop.race.yaml --from curl < commands.txt
  racehound init shop.race.yaml --from har session.har --entry 12
  racehound init shop.race.yaml --from openapi openapi.yaml --operation placeOrder,cancelOrder

Secrets (Authorization, cookies, keys, tokens, passwords) do not go into the file: it reads them from the environment.`;

export function addInitCommand(program: Command, console: () => Console, finish: (code: ExitCode) => void): void {
  program
    .command('init')
    .description('write a commented first scenario, of your own requests where you have them')
    .argument('[file]', 'file to write; - is stdout', 'first.race.yaml')
    .option('-t, --target <url>', 'base URL of the service', url)
    .option('--from <format...>', `what to write it from: ${formats}; then a file, - for stdin, or the command itself`)
    .option('--class <class>', `scenario of a class of race, to change: ${classes}`)
    .option('--entry <numbers>', 'entries of a HAR file to take, as listed without it (repeatable)', repeated, [])
    .option(
      '--operation <ids>',
      'operations of an OpenAPI document to take, as listed without it (repeatable)',
      repeated,
      [],
    )
    .option('--force', 'write over a file that is there', false)
    .addHelpText('after', help)
    .action(async (file: string, options: InitOptions) => {
      const { init } = await import('./init.ts');
      finish(init(file, options, console()));
    });
}
