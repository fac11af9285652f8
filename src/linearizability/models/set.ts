import { canonicalJson } from '../../support/canonical-json.ts';
import type { Json } from '../../support/json.ts';
import type { Model } from '../model.ts';

/** `changed`: the set is another one than before; left out also where the answer does not tell. */
export type SetAction =
  | { readonly kind: 'add' | 'remove'; readonly value: Json; readonly changed?: boolean }
  | { readonly kind: 'contains'; readonly value: Json; readonly found?: boolean };

/** A set in which each value is an object of its own: there, or not. */
export function set({ initial = [] }: { readonly initial?: readonly Json[] } = {}): Model<boolean, SetAction> {
  const present = new Set(initial.map(canonicalJson));
  return {
    name: 'set',
    initial: (part = '') => present.has(part),
    apply(state, action) {
      if (action.kind === 'contains') return (action.found ?? state) === state ? state : undefined;
      const after = action.kind === 'add';
      return (action.changed ?? state !== after) === (state !== after) ? after : undefined;
    },
    refusal: itIs,
    isPure: (action) => action.kind === 'contains' || action.changed === false,
    forget: ({ kind, value }) => (kind === 'contains' ? undefined : { kind, value }),
    stateKey: String,
    actionKey: (action) => JSON.stringify([action.kind, canonicalJson(action.value), answerOf(action) ?? '?']),
    showState: itIs,
    showAction,
    partOf: ({ value }) => canonicalJson(value),
  };
}

function itIs(state: boolean): string {
  return state ? 'it is there' : 'it is not there';
}

function answerOf(action: SetAction): boolean | undefined {
  return action.kind === 'contains' ? action.found : action.changed;
}

function showAction(action: SetAction): string {
  const value = canonicalJson(action.value);
  if (action.kind === 'contains') {
    if (action.found === undefined) return `looked for ${value}`;
    return action.found ? `found ${value}` : `did not find ${value}`;
  }
  const done = action.kind === 'add' ? 'added' : 'removed';
  if (action.changed === undefined) return `${done} ${value}, be it there or not`;
  if (action.changed) return `${done} ${value}`;
  return action.kind === 'add' ? `was told that ${value} is there already` : `was told that ${value} is not there`;
}
