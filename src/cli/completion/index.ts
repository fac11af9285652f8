import type { Command } from 'commander';
import { bashCompletion } from './bash.ts';
import { type CommandLine, commandLineOf } from './command-line.ts';
import { fishCompletion } from './fish.ts';
import { zshCompletion } from './zsh.ts';

const scripts: Readonly<Record<string, (line: CommandLine) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

export const shells: readonly string[] = Object.keys(scripts);

/** The completion script of a program for one of the `shells`. */
export function completionScript(shell: string, program: Command): string {
  return scripts[shell]?.(commandLineOf(program)) ?? '';
}
