import type { Argument, Command, Option } from 'commander';
import { importers } from '../../importers/index.ts';
import { services } from '../../lab/index.ts';
import { fileReporters } from '../../reporters/index.ts';

/** What may follow: one of a few words, the name of a file or of a folder, or something that nobody can guess. */
export type Value =
  | { readonly kind: 'choices'; readonly choices: readonly string[] }
  | { readonly kind: 'file' | 'folder' | 'free' };

/** The command line as a shell needs to know it. */
export interface CommandLine {
  readonly options: readonly OptionOf[];
  readonly commands: readonly CommandOf[];
}

export interface CommandOf {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionOf[];
  /** Of its positional arguments; missing where it takes none. */
  readonly argument?: Value;
}

export interface OptionOf {
  /** `-t` and `--target`, in this order. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Missing for a switch. */
  readonly value?: Value;
  readonly repeatable: boolean;
}

/** Takes the command line from the program, so that no shell can know less, or more, than the tool. */
export function commandLineOf(program: Command): CommandLine {
  const commands = program.commands.map(commandOf);
  const names = { kind: 'choices', choices: commands.map(({ name }) => name) } as const;
  const help = { name: 'help', description: 'tell what a command does', options: [], argument: names };
  return { options: optionsOf(program), commands: [...commands, help] };
}

function commandOf(command: Command): CommandOf {
  const [argument] = command.registeredArguments;
  return {
    name: command.name(),
    description: command.description(),
    options: optionsOf(command),
    ...(argument !== undefined && { argument: valueOf(argument.name(), argument.argChoices) }),
  };
}

function optionsOf(command: Command): readonly OptionOf[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map((option) => ({
      flags: [option.short, option.long].filter((flag) => flag !== undefined && flag !== null),
      description: option.description,
      ...(takesValue(option) && { value: valueOf(placeholderOf(option), option.argChoices) }),
      repeatable: option.variadic || Array.isArray(option.defaultValue) || option.description.includes('(repeatable)'),
    }));
}

function takesValue(option: Option): boolean {
  return option.required || option.optional;
}

/** `file` of `--cacert <file>`. */
function placeholderOf({ flags }: Option): string {
  return /[<[]([^>\].]+)/.exec(flags)?.[1] ?? '';
}

/** By the words that the help uses for what is to be given. */
function valueOf(placeholder: string, choices: Argument['argChoices']): Value {
  if (choices !== undefined && choices.length > 0) return { kind: 'choices', choices };
  if (placeholder === 'name=path') return { kind: 'choices', choices: Object.keys(fileReporters) };
  if (placeholder === 'class') return { kind: 'choices', choices: services.map(({ name }) => name) };
  if (placeholder === 'format') return { kind: 'choices', choices: Object.keys(importers) };
  if (/^(file|files|path|paths|run|runs)$/.test(placeholder)) return { kind: 'file' };
  return { kind: placeholder === 'folder' ? 'folder' : 'free' };
}
