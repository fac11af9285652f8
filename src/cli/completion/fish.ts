import type { CommandLine, OptionOf, Value } from './command-line.ts';

/** A script for fish: `racehound completion fish > ~/.config/fish/completions/racehound.fish`. */
export function fishCompletion({ options, commands }: CommandLine): string {
  const lines = [
    '# fish completion for racehound: racehound completion fish > ~/.config/fish/completions/racehound.fish',
    'complete -c racehound -f',
    ...options.map((option) => optionLine('', option)),
    ...commands.map(
      ({ name, description }) => `complete -c racehound -n __fish_use_subcommand -a ${name} -d ${quoted(description)}`,
    ),
    ...commands.flatMap(({ name, options: own, argument }) => {
      const condition = ` -n '__fish_seen_subcommand_from ${name}'`;
      return [
        ...(argument === undefined || argument.kind === 'free'
          ? []
          : [`complete -c racehound${condition}${argumentText(argument)}`]),
        ...own.map((option) => optionLine(condition, option)),
      ];
    }),
  ];
  return `${lines.join('\n')}\n`;
}

function optionLine(condition: string, { flags, description, value }: OptionOf): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`)).join(' ');
  return `complete -c racehound${condition} ${names}${value === undefined ? '' : valueText(value)} -d ${quoted(description)}`;
}

/** `-x` is a value that is no file, `-r` one that may be. */
function valueText(value: Value): string {
  switch (value.kind) {
    case 'choices':
      return ` -x -a ${quoted(value.choices.join(' '))}`;
    case 'file':
      return ' -r -F';
    case 'folder':
      return " -x -a '(__fish_complete_directories)'";
    case 'free':
      return ' -x';
  }
}

/** The same for the arguments of a command. */
function argumentText(value: Value): string {
  return value.kind === 'choices' ? ` -a ${quoted(value.choices.join(' '))}` : ' -F';
}

/** In single quotes, where fish knows two escapes. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
