import { type Command, CommanderError } from 'commander';
import { RacehoundError } from '../support/diagnostic.ts';
import { type ColorChoice, systemConsole } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { outputClosed } from './output-closed.ts';
import { createProgram } from './program.ts';

/** The whole program: argv to one command to an exit code. */
export async function main(): Promise<void> {
  // Node ends with 1 on an error that nobody caught, which is our code for a violation.
  process.on('uncaughtException', (error) => {
    process.stderr.write(`internal error, please report it:\n${error.stack}\n`);
    process.exit(exitCodes.internal);
  });
  process.exitCode = await exitCodeFor(process.argv, outputClosed([process.stdout, process.stderr]));
}

async function exitCodeFor(argv: readonly string[], closed: AbortSignal): Promise<ExitCode> {
  let color: ColorChoice = 'auto';
  let code: ExitCode = exitCodes.held;
  const program = createProgram(
    (choice) => {
      color = choice;
      return systemConsole(choice, closed);
    },
    (finished) => {
      code = finished;
    },
  );
  throwInsteadOfExiting(program);
  try {
    await program.parseAsync([...argv]);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.held : exitCodes.usage;
    const console = systemConsole(color, closed);
    if (error instanceof RacehoundError) {
      console.complain(error);
      return error.kind === 'usage' ? exitCodes.usage : exitCodes.untestable;
    }
    console.err.write(`internal error, please report it:\n${error instanceof Error ? error.stack : String(error)}\n`);
    return exitCodes.internal;
  }
}

/** Commander ends the process with 1 for a wrong option, which is our code for a violation. */
function throwInsteadOfExiting(command: Command): void {
  command.exitOverride();
  for (const inner of command.commands) throwInsteadOfExiting(inner);
}
