import type { ZodType } from 'zod';
import type { RoundHistory } from '../history/history.ts';

/**
 * What one checker found in one round. Members are 0-based places in the burst.
 */
export type CheckResult =
  | ({ readonly verdict: 'held'; readonly measured: string } & Extras)
  | ({
      readonly verdict: 'violated';
      /** What had to be true, with the numbers of this round. */
      readonly expected: string;
      /** What was seen, with the numbers of this round. */
      readonly measured: string;
      /** The smallest set of members that already breaks the invariant; empty when only the observations do. */
      readonly witness: readonly number[];
      /** Why unknown outcomes can't explain it. */
      readonly because: string;
    } & Extras)
  | ({ readonly verdict: 'inconclusive'; readonly because: string } & Extras);

/** What a checker may add to its verdict. */
export interface Extras {
  /** Further lines for a person: a table, the operations that block an order, the ids that are missing. */
  readonly details?: readonly string[];
  /** How soon writes became visible in this round; added up over the rounds. */
  readonly visibility?: Visibility;
}

/** How soon the acknowledged writes of a round became visible on each instance. Nanoseconds after the acknowledgement. */
export interface Visibility {
  /** Reads that began in a span of time, `fromNs` (a step of the grid 0, 1 ms, 2 ms, 5 ms, 10 ms ...) up to the next step. */
  readonly freshness: readonly { readonly fromNs: number; readonly reads: number; readonly fresh: number }[];
  /** One for each write and instance: the last stale read began, the first fresh one ended; missing where there was none. */
  readonly brackets: readonly { readonly notYetNs?: number; readonly visibleNs?: number }[];
}

/** Names that a spec refers to, so that the scenario can be checked before any traffic. Paths are keys below the checker's own. */
export interface References {
  /** `of:` texts: an outcome, a request, or `request.outcome`. */
  readonly selections?: readonly { readonly path: readonly string[]; readonly text: string }[];
  /** Expressions over the whole round (`count.*`, `initial.*`, `final.*`, `responses` ...). */
  readonly roundExpressions?: readonly {
    readonly path: readonly string[];
    readonly text: string;
    readonly type?: 'bool';
  }[];
  /** Expressions over one operation (its captures, `status`, `member` ...), with the selection that they are evaluated on. */
  readonly operationExpressions?: readonly {
    readonly path: readonly string[];
    readonly text: string;
    readonly of: string;
  }[];
  /** Expressions over one entry of a list that was read, which they call `entry`. */
  readonly entryExpressions?: readonly { readonly path: readonly string[]; readonly text: string }[];
}

/**
 * The code that judges one kind of invariant: pure, no clock, no randomness, no IO. Sound: `violated` only when no legal
 * behaviour of a correct server explains the round, whatever became of the operations whose effect is unknown.
 *
 * To add one: this interface in a file of its own, one line in `index.ts`, and its tests.
 */
export interface Checker<Spec> {
  /** The key under `invariants:`. */
  readonly kind: string;
  readonly schema: ZodType<Spec>;
  /** The demand in one line, for an invariant that the user gave no name. */
  describe(spec: Spec): string;
  references(spec: Spec): References;
  /** `baseline`: the round of the same run in which the members came one at a time, where there was one. */
  check(spec: Spec, history: RoundHistory, baseline?: RoundHistory): CheckResult;
  /**
   * Present where one valid round in which it holds is enough: what a run comes to in which it never did, though no round was
   * undecided. Without it every round counts, and one that is violated is proof.
   */
  ifNever?(spec: Spec): 'inconclusive' | 'violated';
}
