import { compare, type Decimal, formatDecimal, minus, plus, zero } from '../../support/decimal.ts';
import { type Amount, exactly } from '../amount.ts';
import { judgeSales } from '../closed-forms/sales.ts';
import type { Model } from '../model.ts';
import { agrees, shownAmount } from './counter.ts';

/** `sold`: the buyer got the units; false: there were fewer left. */
export type StockAction =
  | { readonly kind: 'buy'; readonly units: Amount; readonly sold?: boolean }
  | { readonly kind: 'restock'; readonly units: Amount }
  | { readonly kind: 'read'; readonly value?: Amount };

/** Units for sale: one that asks for more than are left gets none. Single units without restock and reads need no search. */
export function stock({ initial }: { readonly initial: Amount }): Model<Decimal, StockAction> {
  return {
    name: 'stock',
    initial: () => exactly(initial),
    apply(state, action) {
      if (action.kind === 'read') return agrees(action.value, state) ? state : undefined;
      const units = exactly(action.units);
      if (action.kind === 'restock') return plus(state, units);
      const rest = minus(state, units);
      const enough = compare(rest, zero) >= 0;
      if (action.sold !== undefined && action.sold !== enough) return undefined;
      return enough ? rest : state;
    },
    refusal: left,
    isPure: (action) => action.kind === 'read' || (action.kind === 'buy' && action.sold === false),
    forget({ kind, ...action }) {
      if (kind === 'read') return undefined;
      return 'units' in action ? { kind, units: action.units } : undefined;
    },
    stateKey: formatDecimal,
    actionKey: showAction,
    showState: left,
    showAction,
    closedForm: judgeSales,
  };
}

function left(state: Decimal): string {
  const units = formatDecimal(state);
  return units === '1' ? '1 unit is left' : `${units} units are left`;
}

function showAction(action: StockAction): string {
  if (action.kind === 'read') return `read ${shownAmount(action.value)}`;
  const units = shownAmount(action.units);
  if (action.kind === 'restock') return `put ${units} into stock`;
  if (action.sold === undefined) return `asked for ${units}`;
  return action.sold ? `bought ${units}` : `asked for ${units} and was told sold out`;
}
