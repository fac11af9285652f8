import { z } from 'zod';
import type { RoundHistory } from '../history/history.ts';
import type { Operation } from '../history/operation.ts';
import { formatDecimal } from '../support/decimal.ts';
import type { Checker, CheckResult } from './checker.ts';
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

/**
 * The closed form of linearizability for S units without restock (`research/checkers.md`, "10 in detail"). With r* the
 * earliest end of a sold-out answer, violated iff
 * (a) more than S were sold, or
 * (b) one was sold to an operation that began after r*, or
 * (c) even all unknown operations that began by r* leave a unit unsold.
 * Intervals are closed and begin before the first byte was sent: a server may act on the headers.
 */
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

function judge(spec: InventorySpec, units: number, { operations }: RoundHistory): CheckResult {
  const { certain, uncertain } = selectEffects(spec.sold, operations);
  const sold = [...certain].sort(earlier);
  const soldOut = selectEffects(spec.soldOut, operations).certain;
  const first = soldOut.reduce<Operation | undefined>(
    (best, next) => (best && end(best) <= end(next) ? best : next),
    undefined,
  );
  const firstEnd = first === undefined ? Infinity : end(first);
  const late = sold.find((operation) => start(operation) > firstEnd);
  const inTime = uncertain.filter((operation) => start(operation) <= firstEnd);
  const measured = `${sold.length} ${spec.sold}, ${soldOut.length} ${spec.soldOut}`;

  if (sold.length > units) {
    return {
      verdict: 'violated',
      expected: `at most ${units} ${spec.sold}: ${countOf(units, 'unit')} in stock`,
      measured,
      witness: sold.slice(0, units + 1).map(({ member }) => member),
      because:
        uncertain.length === 0 ? allKnown : `${countOf(uncertain.length, 'unknown operation')} could only add to it`,
    };
  }
  if (first !== undefined && late !== undefined) {
    return {
      verdict: 'violated',
      expected: `nothing ${spec.sold} after the first ${spec.soldOut} answer`,
      measured: `member ${first.member} was told ${spec.soldOut} before member ${late.member}, which is ${spec.sold}, was sent`,
      witness: [first.member, late.member],
      because: 'both answers are known, and their intervals do not touch',
    };
  }
  if (first !== undefined && sold.length + inTime.length < units) {
    return {
      verdict: 'violated',
      expected: `no ${spec.soldOut} while fewer than ${units} are ${spec.sold}`,
      measured: `${measured}; member ${first.member} was told ${spec.soldOut}`,
      witness: [first.member],
      because:
        inTime.length === 0
          ? allKnown
          : `with every unknown operation that began in time it would be ${sold.length + inTime.length} at most`,
    };
  }
  const harmless = first === undefined ? sold.length + uncertain.length <= units : uncertain.length === 0;
  if (harmless) return { verdict: 'held', measured };
  return {
    verdict: 'inconclusive',
    because: `${measured}; right or wrong as ${countOf(uncertain.length, 'unknown operation')} sold a unit or not`,
  };
}

function start({ stagedAtNs }: Operation): number {
  return stagedAtNs ?? -Infinity;
}

function end({ doneAtNs }: Operation): number {
  return doneAtNs ?? Infinity;
}
