import { compare, type Decimal, formatDecimal } from '../../support/decimal.ts';
import { exactly } from '../amount.ts';
import type { ClosedFormFinding } from '../model.ts';
import type { StockAction } from '../models/stock.ts';
import { byEnd, byStart, type Interval, type TimedOperation } from '../operation.ts';

/** A sale of single units without restock. Of the unknown ones nobody knows whether they got a unit. */
export interface Sales<Sale extends Interval> {
  readonly units: number;
  readonly sold: readonly Sale[];
  readonly soldOut: readonly Sale[];
  readonly unknown: readonly Sale[];
}

export type SalesFinding<Sale> =
  /** Every answer fits, whether or not the unknown operations were needed for that. */
  | { readonly kind: 'ok' }
  /** One more than there are units, the earliest. */
  | { readonly kind: 'oversold'; readonly sold: readonly Sale[] }
  | { readonly kind: 'sold-after-sold-out'; readonly soldOut: Sale; readonly sold: Sale }
  /** Units were left for the one that was told sold out; at most so many of them can have been sold by then. */
  | { readonly kind: 'falsely-sold-out'; readonly soldOut: Sale; readonly atMost: number };

/**
 * With r the earliest end of an answer "sold out", illegal iff
 * (a) more units were sold than there are, or
 * (b) one was sold to an operation that began after r, or
 * (c) even all unknown operations that began by r leave a unit unsold.
 */
export function judgeSoldUnits<Sale extends Interval>({
  units,
  sold,
  soldOut,
  unknown,
}: Sales<Sale>): SalesFinding<Sale> {
  if (sold.length > units) return { kind: 'oversold', sold: [...sold].sort(byStart).slice(0, units + 1) };
  const [first] = [...soldOut].sort(byEnd);
  if (first === undefined) return { kind: 'ok' };
  const late = [...sold].sort(byStart).find(({ startNs }) => startNs > first.endNs);
  if (late !== undefined) return { kind: 'sold-after-sold-out', soldOut: first, sold: late };
  const atMost = sold.length + unknown.filter(({ startNs }) => startNs <= first.endNs).length;
  return atMost < units ? { kind: 'falsely-sold-out', soldOut: first, atMost } : { kind: 'ok' };
}

type Operation = TimedOperation<StockAction>;

/** The same rule for the model `stock`; undefined when somebody buys several units, restocks or reads. */
export function judgeSales(
  operations: readonly Operation[],
  initial: Decimal,
): ClosedFormFinding<StockAction> | undefined {
  const units = formatDecimal(initial);
  if (!/^\d{1,15}$/.test(units) || !operations.every(({ action }) => isSingleSale(action))) return undefined;
  const answered = (sold: boolean | undefined) =>
    operations.filter(({ action }) => action.kind === 'buy' && action.sold === sold);
  const [sold, soldOut, unanswered] = [answered(true), answered(false), answered(undefined)];
  // One that was carried out for certain, and whose answer alone is unknown, is more than the rule knows of.
  if (unanswered.some(({ effect }) => effect === 'ok')) return undefined;
  const finding = judgeSoldUnits({ units: Number(units), sold, soldOut, unknown: unanswered });
  switch (finding.kind) {
    case 'ok':
      return finding;
    case 'oversold':
      return { kind: 'illegal', witness: finding.sold, because: `${finding.sold.length} units were sold of ${units}` };
    case 'sold-after-sold-out':
      return {
        kind: 'illegal',
        witness: [finding.soldOut, finding.sold],
        context: [...sold, ...unanswered]
          .filter((sale) => sale !== finding.sold)
          .sort(byStart)
          .slice(0, Number(units)),
        because: 'a unit was sold after somebody had been told that none is left',
      };
    case 'falsely-sold-out':
      return {
        kind: 'illegal',
        witness: [finding.soldOut],
        context: [...sold, ...unanswered],
        because: `the answer was "sold out" while at most ${finding.atMost} of ${units} could have been sold`,
      };
  }
}

function isSingleSale(action: StockAction): boolean {
  return action.kind === 'buy' && compare(exactly(action.units), exactly(1)) === 0;
}
