import type { Command, Option } from 'commander';

/** A Markdown page of every command with its arguments and flags, from the program. */
export function flagsReference(program: Command): string {
  return [
    '# Commands and flags',
    '',
    'Written by `flagsReference()` from the program; not edited by hand. `racehound help COMMAND` tells the same, with examples.',
    '',
    ...table('For every command', program),
    ...program.commands.flatMap((command) => [
      `## racehound ${command.name()}`,
      '',
      `${capitalised(command.description())}.`,
      '',
      ...argumentLines(command),
      ...table('Flag', command),
    ]),
  ].join('\n');
}

function argumentLines(command: Command): readonly string[] {
  if (command.registeredArguments.length === 0) return [];
  const lines = command.registeredArguments.map((argument) => {
    const { required, variadic, description, defaultValue, argChoices } = argument;
    const name = `${argument.name()}${variadic ? '...' : ''}`;
    const notes = [argChoices?.join(', '), required ? undefined : `default ${presetText(defaultValue)}`].filter(
      (note) => note !== undefined,
    );
    return `- \`${required ? `<${name}>` : `[${name}]`}\`: ${description}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`;
  });
  return [...lines, ''];
}

function table(title: string, command: Command): readonly string[] {
  const options = command.options.filter(({ hidden }) => !hidden);
  if (options.length === 0) return [];
  return [`| ${title} | what it does | default |`, '|---|---|---|', ...options.map(row), ''];
}

function row({ flags, description, argChoices, defaultValue, defaultValueDescription }: Option): string {
  const choices =
    argChoices === undefined || argChoices.every((choice) => description.includes(choice))
      ? ''
      : ` (${argChoices.join(', ')})`;
  return `| \`${escaped(flags)}\` | ${escaped(description + choices)} | ${presetText(defaultValueDescription ?? defaultValue)} |`;
}

/** A switch is off, a list empty, unless it says otherwise. */
function presetText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? `\`${escaped(String(value))}\`` : '';
}

/** Inside of a table's cell a bar ends it, even in code. */
function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
