import { canonicalJson } from '../../support/canonical-json.ts';
import type { Json } from '../../support/json.ts';
import { judgeZones } from '../closed-forms/zones.ts';
import type { Model } from '../model.ts';

export type RegisterAction =
  | { readonly kind: 'write'; readonly value: Json }
  | { readonly kind: 'read'; readonly value?: Json };

/** One value: a read gives what was written last. Without two writes of one value it needs no search. */
export function register({ initial }: { readonly initial: Json }): Model<Json, RegisterAction> {
  return {
    name: 'register',
    initial: () => initial,
    apply(state, action) {
      if (action.kind === 'write') return action.value;
      return action.value === undefined || canonicalJson(action.value) === canonicalJson(state) ? state : undefined;
    },
    refusal: valueIs,
    isPure: ({ kind }) => kind === 'read',
    forget: (action) => (action.kind === 'write' ? action : undefined),
    stateKey: canonicalJson,
    actionKey: ({ kind, value }) => `${kind} ${shownValue(value)}`,
    showState: valueIs,
    showAction: ({ kind, value }) => `${kind === 'write' ? 'wrote' : 'read'} ${shownValue(value)}`,
    closedForm: judgeZones,
  };
}

/** `the value is 2`. */
export function valueIs(state: Json): string {
  return `the value is ${canonicalJson(state)}`;
}

/** A question mark is no JSON, so an unknown value looks like no value that there is. */
export function shownValue(value: Json | undefined): string {
  return value === undefined ? '?' : canonicalJson(value);
}
