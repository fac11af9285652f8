import type { CommandLine, OptionOf, Value } from './command-line.ts';

/** A script for bash 3.2 and later; files are left to readline, which knows how to quote them. */
export function bashCompletion({ options, commands }: CommandLine): string {
  const globalValues = options.filter(({ value }) => value !== undefined).flatMap(({ flags }) => flags);
  const afterOption = valueCases([
    ...options.map((option) => ['*', option] as const),
    ...commands.flatMap(({ name, options: own }) => own.map((option) => [name, option] as const)),
  ]);
  const flagsOf = commands.map(({ name, options: own }) => `    ${name}) flags='${flagList(own)}' ;;`);
  const words = commands.flatMap(({ name, argument }) =>
    argument === undefined ? [`    ${name}) none=1 ;;`] : argumentCase(name, argument),
  );
  return `# bash completion for racehound. In ~/.bashrc: source <(racehound completion bash)
_racehound() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command= words= flags= none= i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${globalValues.join('|')}) ((i++)) ;;
      -*) ;;
      *) command=\${COMP_WORDS[i]}; break ;;
    esac
  done
  case $command:$prev in
${afterOption.join('\n')}
  esac
  if [ -z "$command" ]; then
    words='${commands.map(({ name }) => name).join(' ')}' flags='${flagList(options)}'
  else
    case $command in
${flagsOf.join('\n')}
    esac
    case $command in
${words.join('\n')}
    esac
  fi
  case $cur in
    -*) words=$flags none=1 ;;
  esac
  if [ -n "$words$none" ]; then
    # Nothing but these words: no file.
    compopt +o default 2>/dev/null
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  fi
}
complete -o default -F _racehound racehound
`;
}

function flagList(options: readonly OptionOf[]): string {
  return options.flatMap(({ flags }) => flags).join(' ');
}

/** What to do behind each option, one case for all that do the same. */
function valueCases(options: readonly (readonly [command: string, option: OptionOf])[]): readonly string[] {
  const patterns = new Map<string, string[]>();
  for (const [command, { flags, value }] of options) {
    if (value === undefined) continue;
    const action = actionOf(value);
    patterns.set(action, [...(patterns.get(action) ?? []), ...flags.map((flag) => `${command}:${flag}`)]);
  }
  return [...patterns].map(([action, all]) => `    ${all.join('|')})\n      ${action} ;;`);
}

/** Files are what readline offers by itself. */
function actionOf(value: Value): string {
  switch (value.kind) {
    case 'choices':
      return `compopt +o default 2>/dev/null; COMPREPLY=($(compgen -W '${value.choices.join(' ')}' -- "$cur")); return`;
    case 'folder':
      return 'compopt -o dirnames +o default 2>/dev/null; return';
    case 'file':
      return 'return';
    case 'free':
      return 'compopt +o default 2>/dev/null; return';
  }
}

function argumentCase(command: string, argument: Value): readonly string[] {
  if (argument.kind === 'choices') return [`    ${command}) words='${argument.choices.join(' ')}' ;;`];
  return argument.kind === 'free' ? [`    ${command}) none=1 ;;`] : [];
}
