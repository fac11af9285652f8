import type { TimedOperation } from './operation.ts';

/**
 * A sequential specification: which answers are right when operations come one at a time. States are values that never change.
 * Of an answer that nobody knows, the field is left out of the action; it then allows whatever a correct object may answer.
 */
export interface Model<State, Action> {
  /** As in a scenario: `register`, `queue` ... */
  readonly name: string;
  /** The state at the start; `part` as in `partOf`. */
  initial(part: string | undefined): State;
  /** The state after `action`, or undefined when no correct object in `state` acts so. */
  apply(state: State, action: Action): State | undefined;
  /** Why `apply` refuses, as the end of a sentence: `the value is 2`. */
  refusal(state: State, action: Action): string;
  /**
   * The action never changes any state. Not the same as leaving this one as it is: a write of the value that is there
   * already does, and yet may be needed later.
   */
  isPure(action: Action): boolean;
  /** The action without its answer, or undefined when nothing is left of it then. */
  forget(action: Action): Action | undefined;
  /** The same text for equal states, and for no others. */
  stateKey(state: State): string;
  /** The same text for actions between which the model can't tell, and for no others. */
  actionKey(action: Action): string;
  /** As a sentence: `the value is 2`. */
  showState(state: State): string;
  /** What the operation did or was told: `wrote 2`, `read 3`. */
  showAction(action: Action): string;
  /** For an object that is made of independent ones: the one that the action is about. Each is judged by itself. */
  partOf?(action: Action): string;
  /**
   * A rule that needs no search, for the histories that it fits; undefined for the others. All starts are known, operations are
   * `ok`, or `info` without an end and an answer.
   */
  closedForm?(operations: readonly TimedOperation<Action>[], initial: State): ClosedFormFinding<Action> | undefined;
}

/** What a closed form found. */
export type ClosedFormFinding<Action> =
  | { readonly kind: 'ok' }
  | {
      readonly kind: 'illegal';
      /** They contradict the model by themselves: the rule knows why the others can't explain them. */
      readonly witness: readonly TimedOperation<Action>[];
      /** Others whose effect, but not whose answer, an explanation of the witness may need. */
      readonly context?: readonly TimedOperation<Action>[];
      readonly because: string;
    };
