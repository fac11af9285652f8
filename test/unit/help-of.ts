import { RacehoundError } from '../../src/support/diagnostic.ts';

/** The remedy that an action names when it is refused. */
export function helpOf(action: () => unknown): string | undefined {
  try {
    action();
  } catch (error) {
    if (error instanceof RacehoundError) return error.diagnostics[0]?.help;
    throw error;
  }
  throw new Error('nothing was refused');
}
