import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { importers, scenarioText, starterText } from '../importers/index.ts';
import { loadScenario } from '../scenario/index.ts';
import { RacehoundError } from '../support/diagnostic.ts';
import { didYouMean } from '../support/did-you-mean.ts';
import { messageOf } from '../support/message-of.ts';
import { harmless } from '../support/visible-text.ts';
import type { Console } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { classScenario } from './init-class.ts';
import { nextSteps } from './next-steps.ts';

export interface InitOptions {
  readonly target?: string;
  /** A format, and what to read: a file, `-` for standard input, or the curl command itself. */
  readonly from?: readonly string[];
  /** A class of the catalogue, to write its scenario for a service of one's own. */
  readonly class?: string;
  readonly entry: readonly string[];
  readonly operation: readonly string[];
  readonly force: boolean;
}

const schemaFile = 'scenario.schema.json';

/** `racehound init`: writes a commented scenario to a file, never over one unless told so; `-` is stdout. */
export function init(file: string, options: InitOptions, console: Console): ExitCode {
  const imported = draft(options);
  if ('choices' in imported) {
    const width = Math.max(...imported.choices.map(([value]) => value.length));
    for (const [value, text] of imported.choices)
      console.out.write(`${harmless(value.padEnd(width))}  ${console.out.paint.dim(harmless(text))}\n`);
    console.err.write(`nothing written: choose with ${imported.option} VALUE (repeatable, or comma-separated)\n`);
    return exitCodes.nothingSelected;
  }
  const text = withSchemaLine(imported.text, file);
  if (file === '-') {
    console.out.write(text);
    return exitCodes.held;
  }
  write(file, text, options.force);
  console.out.write(`${console.out.paint.green('✓')} wrote ${file}\n`);
  // Whatever is missing beside the file is told by the same check that will refuse to run it.
  try {
    const loaded = loadScenario(file, { env: process.env, variables: {}, requireSecrets: false });
    console.out.write(nextSteps(loaded, options));
  } catch (error) {
    if (!(error instanceof RacehoundError)) throw error;
    console.err.write('it needs your hand before it can run:\n');
    console.complain(error);
  }
  return exitCodes.held;
}

function draft(options: InitOptions): ReturnType<typeof fromInput> {
  if (options.from !== undefined && options.class !== undefined)
    throw usage('--class and --from each write a scenario', 'take one of them');
  refuseForeignChoice(options);
  if (options.class !== undefined) return { text: classScenario(options.class, options.target) };
  return options.from === undefined ? { text: starterText(options.target) } : fromInput(options.from, options);
}

/** An option that picks among the requests of one format picks nothing in another. */
function refuseForeignChoice({ from: [format = ''] = [], entry, operation }: InitOptions): void {
  for (const [option, chosen] of [
    ['--entry', entry],
    ['--operation', operation],
  ] as const) {
    const owners = Object.keys(importers).filter((name) => importers[name]?.option === option);
    if (chosen.length > 0 && !owners.includes(format))
      throw usage(`${option} picks among what --from ${owners.join(', ')} reads`, `leave ${option} out`);
  }
}

function fromInput([format = '', ...inputs]: readonly string[], options: InitOptions) {
  const importer = Object.hasOwn(importers, format) ? importers[format] : undefined;
  if (importer === undefined) {
    const meant = didYouMean(format, Object.keys(importers));
    const known = `known: ${Object.keys(importers).join(', ')}`;
    throw usage(
      `--from: there is no format ${JSON.stringify(format)}`,
      meant === undefined ? known : `did you mean ${meant}?`,
    );
  }
  if (inputs.length > 1)
    throw usage(
      '--from takes a format and one input',
      'write the file to create first: racehound init shop.race.yaml --from har session.har',
    );
  const source = readInput(format, inputs[0] ?? '-');
  const imported = importer.read(source, importer.option === '--entry' ? options.entry : options.operation);
  if (imported.kind === 'choices') return { choices: imported.choices, option: importer.option };
  const target = options.target ?? imported.draft.target;
  return { text: scenarioText({ ...imported.draft, ...(target !== undefined && { target }) }, source.path) };
}

/** A command is told from the name of a file by its blanks. */
function readInput(format: string, input: string): { readonly path: string; readonly text: string } {
  if (format === 'curl' && /^\S+\s+\S/.test(input.trim())) return { path: 'a curl command', text: input };
  try {
    return { path: input === '-' ? 'standard input' : input, text: readFileSync(input === '-' ? 0 : input, 'utf8') };
  } catch (error) {
    throw usage(
      `could not read ${input === '-' ? 'standard input' : input}: ${messageOf(error).split(',')[0]}`,
      `name a file, or - for standard input: --from ${format} FILE`,
    );
  }
}

function write(file: string, text: string, force: boolean): void {
  try {
    writeFileSync(file, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw usage(`${file} is there already`, 'name another file, or pass --force to write over it');
    throw usage(`could not write ${file}: ${messageOf(error).split(',')[0]}`, 'name a path that can be written');
  }
}

/** Completion and help in an editor, where the schema lies beside the file. */
function withSchemaLine(text: string, file: string): string {
  const folder = file === '-' ? '.' : dirname(file);
  if (!existsSync(join(folder, schemaFile))) return text;
  return `# yaml-language-server: $schema=${schemaFile}\n${text}`;
}

function usage(title: string, help: string): RacehoundError {
  return new RacehoundError('usage', [{ code: 'RH510', title, help }]);
}
