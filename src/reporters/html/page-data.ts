import type { PageRound } from './page-round.ts';

/** What the script of the page reads from it. */
export interface PageData {
  readonly scenarios: readonly {
    readonly rounds: readonly PageRound[];
    /** The round that is drawn in the page as it is loaded. */
    readonly shown: number;
  }[];
}
