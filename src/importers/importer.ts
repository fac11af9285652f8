import type { Source } from '../support/diagnostic.ts';
import type { Draft } from './draft.ts';

/** Turns something that describes requests into a draft. Pure; throws `RacehoundError` for what it can't read. */
export interface Importer {
  /** What it reads, for help and errors. */
  readonly reads: string;
  /** What picks among several requests, where there can be several. */
  readonly option?: '--entry' | '--operation';
  /** `chosen` holds the values of `option`; none means that nothing was chosen yet. */
  read(source: Source, chosen: readonly string[]): Imported;
}

export type Imported =
  | { readonly kind: 'draft'; readonly draft: Draft }
  /** Several requests to choose from: the value of the option, and what it stands for. */
  | { readonly kind: 'choices'; readonly choices: readonly (readonly [value: string, text: string])[] };
