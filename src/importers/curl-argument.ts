import type { RacehoundError, Span } from '../support/diagnostic.ts';
import type { CurlMeaning } from './curl-options.ts';

/** An option or a URL of a curl command. */
export interface CurlArgument {
  readonly meaning: CurlMeaning;
  /** Its long name. */
  readonly name: string;
  /** As it was written. */
  readonly option: string;
  readonly value: string;
  readonly span: Span;
}

export type Complain = (title: string, span?: Span, help?: string) => RacehoundError;
