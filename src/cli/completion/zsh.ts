import type { CommandLine, CommandOf, OptionOf, Value } from './command-line.ts';

/** A script for zsh: source it behind `compinit`, or put it into `$fpath` as `_racehound`. */
export function zshCompletion({ options, commands }: CommandLine): string {
  const cases = commands.map(
    (command) => `        ${command.name})\n          _arguments -s ${argumentsOf(command)} ;;`,
  );
  return `#compdef racehound
# zsh completion for racehound. In ~/.zshrc, behind compinit: source <(racehound completion zsh)
_racehound() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -C \\
    ${[...options.map(optionSpec), `'1:command:->command'`, `'*::argument:->argument'`].join(' \\\n    ')}
  case $state in
    command)
      local -a commands=(
        ${commands.map(({ name, description }) => quoted(`${name}:${description}`)).join('\n        ')}
      )
      _describe command commands ;;
    argument)
      case $words[1] in
${cases.join('\n')}
      esac ;;
  esac
}
if [ "$funcstack[1]" = _racehound ]; then _racehound "$@"; else compdef _racehound racehound; fi
`;
}

function argumentsOf({ options, argument }: CommandOf): string {
  const positional = argument === undefined ? [] : [quoted(`*:${actionOf('argument', argument)}`)];
  return [...options.map(optionSpec), ...positional].join(' \\\n            ');
}

/** `'(-t --target)'{-t,--target}'[what it does]:value:'`, as zshcompsys(1) has it under "_arguments". */
function optionSpec({ flags, description, value, repeatable }: OptionOf): string {
  const text = `[${description.replace(/[[\]\\]/g, '\\$&')}]${value === undefined ? '' : `:${actionOf('value', value)}`}`;
  const [first = '', second] = flags;
  if (second === undefined) return quoted(`${repeatable ? '*' : ''}${first}${text}`);
  return repeatable
    ? `'*'{${first},${second}}${quoted(text)}`
    : `'(${first} ${second})'{${first},${second}}${quoted(text)}`;
}

function actionOf(label: string, value: Value): string {
  switch (value.kind) {
    case 'choices':
      return `${label}:(${value.choices.join(' ')})`;
    case 'file':
      return `${label}:_files`;
    case 'folder':
      return `${label}:_files -/`;
    case 'free':
      return `${label}:`;
  }
}

/** In single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
