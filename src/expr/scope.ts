import type { Json } from '../support/json.ts';
import type { Random } from '../support/random.ts';

/** What a template at one place can see: values, and the sources of what changes from place to place. */
export interface Scope {
  readonly names: Readonly<Record<string, Json>>;
  /** The stream of one occurrence of `{{ }}`, such as `json.token`. */
  readonly random: (occurrence: string) => Random;
  /** Wall clock, milliseconds since 1970. */
  readonly nowMs: () => number;
  /** The text that stands for an expression whose value is not known yet, where a template is only shown; missing: that is an error. */
  readonly standIn?: (expression: string) => string;
}
