import { canonicalJson } from '../../support/canonical-json.ts';
import type { Json } from '../../support/json.ts';
import { judgeZones } from '../closed-forms/zones.ts';
import type { Model } from '../model.ts';
import type { TimedOperation } from '../operation.ts';
import { type RegisterAction, register, shownValue } from './register.ts';

/** `done`: the value was `from` and is `to` now; false: it was something else, and stays. */
export type CasRegisterAction =
  | RegisterAction
  | { readonly kind: 'cas'; readonly from: Json; readonly to: Json; readonly done?: boolean };

/** A register with compare-and-set besides: `If-Match` with the value or its version in it. */
export function casRegister(options: { readonly initial: Json }): Model<Json, CasRegisterAction> {
  const plain = register(options);
  return {
    ...plain,
    name: 'cas-register',
    apply(state, action) {
      if (action.kind !== 'cas') return plain.apply(state, action);
      const matches = canonicalJson(state) === canonicalJson(action.from);
      if (action.done === undefined) return matches ? action.to : state;
      if (action.done !== matches) return undefined;
      return matches ? action.to : state;
    },
    isPure: (action) => (action.kind === 'cas' ? action.done === false : plain.isPure(action)),
    forget: (action) =>
      action.kind === 'cas' ? { kind: 'cas', from: action.from, to: action.to } : plain.forget(action),
    actionKey: (action) => (action.kind === 'cas' ? `cas ${casKey(action)}` : plain.actionKey(action)),
    refusal: plain.showState,
    showAction: (action) => (action.kind === 'cas' ? showCas(action) : plain.showAction(action)),
    closedForm: (operations, initial) =>
      operations.every((operation): operation is TimedOperation<RegisterAction> => operation.action.kind !== 'cas')
        ? judgeZones(operations, initial)
        : undefined,
  };
}

type Cas = Extract<CasRegisterAction, { readonly kind: 'cas' }>;

function casKey({ from, to, done }: Cas): string {
  return `${canonicalJson(from)} ${canonicalJson(to)} ${shownValue(done)}`;
}

function showCas({ from, to, done }: Cas): string {
  const change = `from ${canonicalJson(from)} to ${canonicalJson(to)}`;
  if (done === undefined) return `asked to change it ${change}`;
  return done ? `changed it ${change}` : `was not let change it ${change}`;
}
