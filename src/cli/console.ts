import { Chalk, type ChalkInstance, type ColorSupportLevel } from 'chalk';
import { type DiagnosticPaint, formatDiagnostics } from '../support/diagnostic-text.ts';
import type { RacehoundError } from '../support/diagnostic.ts';

/** The terminal, or what stands in its place: results go out, progress and complaints go to err. */
export interface Console {
  readonly out: Channel;
  readonly err: Channel;
  /** Aborts when nobody reads the output any more. */
  readonly closed: AbortSignal;
  /** Shows the errors of the user's input. */
  complain(error: RacehoundError): void;
}

export interface Channel {
  write(text: string): void;
  readonly paint: ChalkInstance;
  /** For a text that is read: neither too narrow nor too wide, whatever the terminal is. */
  readonly width: number;
  /** Of the terminal as it is now. */
  readonly columns: number;
  /** Called when the terminal changes its size; the result stops that. */
  onResize(listener: () => void): () => void;
  /** A person is watching, and nothing asks for quiet. */
  readonly live: boolean;
}

export type ColorChoice = 'auto' | 'always' | 'never';

export function systemConsole(color: ColorChoice, closed: AbortSignal): Console {
  const out = channel(process.stdout, color);
  const err = channel(process.stderr, color);
  return {
    out,
    err,
    closed,
    complain({ diagnostics }) {
      err.write(`${formatDiagnostics(diagnostics, diagnosticPaint(err.paint))}\n`);
    },
  };
}

function channel(stream: NodeJS.WriteStream, color: ColorChoice): Channel {
  return {
    write: (text) => stream.write(text),
    paint: new Chalk({ level: colorLevel(stream.isTTY, color, process.env) }),
    get width() {
      return Math.max(40, Math.min(140, stream.columns ?? 100));
    },
    get columns() {
      return Math.max(2, stream.columns || 80);
    },
    onResize(listener) {
      stream.on('resize', listener);
      return () => stream.off('resize', listener);
    },
    live: stream.isTTY && !isCi(process.env['CI']) && process.env['TERM'] !== 'dumb',
  };
}

/** CI systems set the variable to true, or to their name. */
function isCi(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value);
}

/** `--color` over FORCE_COLOR over NO_COLOR over TERM=dumb over whether it is a terminal. */
export function colorLevel(
  isTerminal: boolean,
  choice: ColorChoice,
  env: Readonly<Record<string, string | undefined>>,
): ColorSupportLevel {
  if (choice !== 'auto') return choice === 'always' ? 1 : 0;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced === '0' || forced === 'false' ? 0 : 1;
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return 0;
  return isTerminal && env['TERM'] !== 'dumb' ? 1 : 0;
}

function diagnosticPaint(paint: ChalkInstance): DiagnosticPaint {
  return { place: paint.bold, title: paint.red, frame: paint.dim, carets: paint.yellow, help: paint.cyan };
}
