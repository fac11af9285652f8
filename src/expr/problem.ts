/** What is wrong with an expression, a template, a path or a pattern; offsets (UTF-16, half open) count in its own text. */
export interface ExpressionProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly help?: string;
}
