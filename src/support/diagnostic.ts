/** A half-open range of UTF-16 offsets into a source text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A text that a user wrote, with the name to print before line and column. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** One thing that is wrong with the user's input: where (source and span), what (title, detail), and what to do (help). */
export interface Diagnostic {
  /** Stable, for matching: `RH1xx` scenario, `RH2xx` plan, `RH3xx` target and transport, `RH4xx` history and results, `RH5xx` command line. */
  readonly code: string;
  /** Lower case, names the key or the flag, tells the actual and the expected value. */
  readonly title: string;
  /** Stands beside the carets: the actual value, or what is wrong with this very place. */
  readonly label?: string;
  /** The remedy. */
  readonly help?: string;
  readonly source?: Source;
  readonly span?: Span;
}

/** How a run ends when this error reaches the command line; `cli/exit-codes.ts` turns it into a number. */
export type ErrorKind = 'usage' | 'untestable';

/** Trouble that the user can mend. `usage`: nothing was sent. `untestable`: the target or the guard would not let us test. */
export class RacehoundError extends Error {
  override readonly name = 'RacehoundError';
  readonly kind: ErrorKind;
  readonly diagnostics: readonly Diagnostic[];

  constructor(kind: ErrorKind, diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ code, title }) => `${code} ${title}`).join('\n'));
    this.kind = kind;
    this.diagnostics = diagnostics;
  }
}
