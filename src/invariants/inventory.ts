import { z } from 'zod';
import type { RoundHistory } from '../history/history.ts';
import type { Operation } from '../history/operation.ts';
import { judgeSoldUnits } from '../linearizability/closed-forms/sales.ts';
import type { Interval } from '../linearizability/index.ts';
import { formatDecimal } from '../support/decimal.ts';
import type { Checker, CheckResult } from './checker.ts';
import { startOf } from './interval.ts';
import { roundNumber } from './round-number.ts';
import { earlier, selectEffects } from './selection.ts';
import { numeric, selection } from './spec-parts.ts';
import { allKnown, countOf } from './wording.ts';

const schema = z
  .strictObject({
    stock: numeric.meta({ description: 'units for sale at the start of the round', examples: [1, 'initial.stock'] }),
    sold: selection.meta({ description: 'operations that got a unit', examples: ['sold'] }),
    soldOut: selection.meta({ description: 'operations that were told that none is left', examples: ['refused'] }),
  })
  .meta({
    description: 'never oversold, nothing sold after sold-out, no false sold-out; for stock that nobody refills',
    examples: [{ stock: 'initial.stock', sold: 'sold', soldOut: 'refused' }],
  });

export type InventorySpec = z.output<typeof schema>;

/** Linearizability of units for sale without restock, in closed form: the rule is `judgeSoldUnits`. */
export const inventory: Checker<InventorySpec> = {
  kind: 'inventory',
  schema,
  describe: ({ stock, sold, soldOut }) => `${stock} units: ${sold} and ${soldOut} agree with an order of the requests`,
  references: ({ stock, sold, soldOut }) => ({
    selections: [
      { path: ['sold'], text: sold },
      { path: ['soldOut'], text: soldOut },
    ],
    roundExpressions: typeof stock === 'string' ? [{ path: ['stock'], text: stock }] : [],
  }),
  check(spec, history) {
    const stock = roundNumber(spec.stock, history);
    if (stock.kind === 'missing') return { verdict: 'inconclusive', because: stock.because };
    const units = formatDecimal(stock.value);
    if (/^\d{1,15}$/.test(units)) return judge(spec, Number(units), history);
    return { verdict: 'inconclusive', because: `stock is ${units}, expected a whole number that is not negative` };
  },
};

interface Sale extends Interval {
  readonly operation: Operation;
}

function asSale(operation: Operation): Sale {
  return { operation, startNs: startOf(operation), endNs: operation.doneAtNs ?? Infinity };
}

function judge(spec: InventorySpec, units: number, { operations }: RoundHistory): CheckResult {
  const { certain, uncertain } = selectEffects(spec.sold, operations);
  const soldOut = selectEffects(spec.soldOut, operations).certain;
  const finding = judgeSoldUnits({
    units,
    sold: [...certain].sort(earlier).map(asSale),
    soldOut: soldOut.map(asSale),
    unknown: uncertain.map(asSale),
  });
  const measured = `${certain.length} ${spec.sold}, ${soldOut.length} ${spec.soldOut}`;
  switch (finding.kind) {
    case 'oversold':
      return {
        verdict: 'violated',
        expected: `at most ${units} ${spec.sold}: ${countOf(units, 'unit')} in stock`,
        measured,
        witness: finding.sold.map(({ operation }) => operation.member),
        because:
          uncertain.length === 0 ? allKnown : `${countOf(uncertain.length, 'unknown operation')} could only add to it`,
      };
    case 'sold-after-sold-out': {
      const [first, late] = [finding.soldOut.operation.member, finding.sold.operation.member];
      return {
        verdict: 'violated',
        expected: `nothing ${spec.sold} after the first ${spec.soldOut} answer`,
        measured: `member ${first} was told ${spec.soldOut} before member ${late}, which is ${spec.sold}, was sent`,
        witness: [first, late],
        because: 'both answers are known, and their intervals do not touch',
      };
    }
    case 'falsely-sold-out': {
      const { member } = finding.soldOut.operation;
      return {
        verdict: 'violated',
        expected: `no ${spec.soldOut} while fewer than ${units} are ${spec.sold}`,
        measured: `${measured}; member ${member} was told ${spec.soldOut}`,
        witness: [member],
        because:
          uncertain.length === 0
            ? allKnown
            : `with every unknown operation that began in time it would be ${finding.atMost} at most`,
      };
    }
    case 'ok': {
      const harmless = soldOut.length === 0 ? certain.length + uncertain.length <= units : uncertain.length === 0;
      if (harmless) return { verdict: 'held', measured };
      return {
        verdict: 'inconclusive',
        because: `${measured}; right or wrong as ${countOf(uncertain.length, 'unknown operation')} sold a unit or not`,
      };
    }
  }
}
