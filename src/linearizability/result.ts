import type { Budget, Effort } from './budget.ts';
import type { TimedOperation } from './operation.ts';

/** How an answer was found: by the rule of the model for such histories, or by searching for an order. */
export type Method = 'closed form' | 'search';

/** Is there an order of the operations, each inside its interval, that explains every answer? */
export type Linearizability<Action> =
  | {
      readonly kind: 'ok';
      /** For each part an order that explains everything; a closed form shows none. */
      readonly orders: readonly { readonly part?: string; readonly order: readonly TimedOperation<Action>[] }[];
      readonly effort: Effort;
    }
  | ({ readonly kind: 'illegal'; readonly effort: Effort } & Contradiction<Action>)
  | {
      readonly kind: 'unknown';
      readonly part?: string;
      /** Which part of the budget is used up. */
      readonly exhausted: keyof Budget;
      /** The longest orders that were found until then. */
      readonly longest: readonly DeadEnd<Action>[];
      readonly effort: Effort;
    };

/** Why there is no such order. */
export interface Contradiction<Action> {
  readonly method: Method;
  /** Of an object that is made of independent ones: the one that can't be explained. */
  readonly part?: string;
  /** One sentence for a person. */
  readonly because: string;
  /**
   * The operations that contradict the model, in the order of start: whatever the others were told that changed a state
   * (search), or because the others are about something else (closed form).
   */
  readonly witness: readonly TimedOperation<Action>[];
  /**
   * The longest legal prefixes of the witness: orders that explain as much of it as can be explained, one for each state that
   * they lead to, and what blocks there. Operations outside of the witness are in one only where it takes their effect.
   */
  readonly longest: readonly DeadEnd<Action>[];
}

/** An order that explains a beginning, and why nothing that would have to come next fits. */
export interface DeadEnd<Action> {
  readonly order: readonly TimedOperation<Action>[];
  /** The state after it, as a sentence. */
  readonly state: string;
  /** Those that may come next, the one that ends first in front: it has to come before anything that starts after its end. */
  readonly blocked: readonly { readonly operation: TimedOperation<Action>; readonly reason: string }[];
}
