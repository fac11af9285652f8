import { compare, type Decimal, formatDecimal, plus } from '../../support/decimal.ts';
import { type Amount, exactly } from '../amount.ts';
import type { Model } from '../model.ts';

/** `result`: the value after the addition, where the answer tells. */
export type CounterAction =
  | { readonly kind: 'add'; readonly by: Amount; readonly result?: Amount }
  | { readonly kind: 'read'; readonly value?: Amount };

/** A number that grows and shrinks, with or without the new value in the answer. */
export function counter({ initial }: { readonly initial: Amount }): Model<Decimal, CounterAction> {
  return {
    name: 'counter',
    initial: () => exactly(initial),
    apply(state, action) {
      if (action.kind === 'read') return agrees(action.value, state) ? state : undefined;
      const sum = plus(state, exactly(action.by));
      return agrees(action.result, sum) ? sum : undefined;
    },
    refusal: (state, action) =>
      action.kind === 'read'
        ? valueIs(state)
        : `${valueIs(state)}, so it would be ${formatDecimal(plus(state, exactly(action.by)))}`,
    isPure: ({ kind }) => kind === 'read',
    forget: (action) => (action.kind === 'add' ? { kind: 'add', by: action.by } : undefined),
    stateKey: formatDecimal,
    actionKey: showAction,
    showState: valueIs,
    showAction,
  };
}

/** Is the amount the one that was seen, where one was seen? */
export function agrees(seen: Amount | undefined, actual: Decimal): boolean {
  return seen === undefined || compare(exactly(seen), actual) === 0;
}

/** An amount in its only form, `?` for an unknown one. */
export function shownAmount(amount: Amount | undefined): string {
  return amount === undefined ? '?' : formatDecimal(exactly(amount));
}

function valueIs(state: Decimal): string {
  return `the value is ${formatDecimal(state)}`;
}

function showAction(action: CounterAction): string {
  if (action.kind === 'read') return `read ${shownAmount(action.value)}`;
  return `added ${shownAmount(action.by)}${action.result === undefined ? '' : ` and got ${shownAmount(action.result)}`}`;
}
