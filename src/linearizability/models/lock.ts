import { canonicalJson } from '../../support/canonical-json.ts';
import type { Json } from '../../support/json.ts';
import type { Model } from '../model.ts';

/** `acquired`: false when the answer was busy. `released`: false when the owner did not hold it. */
export type LockAction =
  | { readonly kind: 'acquire'; readonly owner: Json; readonly acquired?: boolean }
  | { readonly kind: 'release'; readonly owner: Json; readonly released?: boolean };

/** The owner as canonical JSON, null while the lock is free. */
export type LockState = string | null;

/** Held by one owner at a time; who holds it does not get it a second time. */
export function lock({ owner }: { readonly owner?: Json } = {}): Model<LockState, LockAction> {
  return {
    name: 'lock',
    initial: () => (owner === undefined ? null : canonicalJson(owner)),
    apply(state, action) {
      const who = canonicalJson(action.owner);
      if (action.kind === 'acquire') return when(state === null, action.acquired, who, state);
      return when(state === who, action.released, null, state);
    },
    refusal: held,
    isPure: (action) => (action.kind === 'acquire' ? action.acquired : action.released) === false,
    forget: ({ kind, owner }) => ({ kind, owner }),
    stateKey: (state) => state ?? 'free',
    actionKey: showAction,
    showState: held,
    showAction,
  };
}

/** What becomes of the lock by a request that can or can't be granted, and was or was not. */
function when(
  possible: boolean,
  granted: boolean | undefined,
  after: LockState,
  before: LockState,
): LockState | undefined {
  if (granted !== undefined && granted !== possible) return undefined;
  return possible ? after : before;
}

function held(state: LockState): string {
  return state === null ? 'the lock is free' : `${state} holds the lock`;
}

function showAction(action: LockAction): string {
  const owner = canonicalJson(action.owner);
  if (action.kind === 'acquire') {
    if (action.acquired === undefined) return `asked for the lock as ${owner}`;
    return action.acquired ? `got the lock as ${owner}` : `was told busy as ${owner}`;
  }
  if (action.released === undefined) return `asked to release the lock as ${owner}`;
  return action.released ? `released the lock as ${owner}` : `was told that ${owner} does not hold the lock`;
}
