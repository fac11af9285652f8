import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Operation } from '../../../src/history/operation.ts';
import { judge, observed, round } from './history-builder.ts';

const tickets = (stock: number | string) => ({ inventory: { stock, sold: 'sold', soldOut: 'refused' } });

describe('inventory', () => {
  test('holds when the stock is sold and the rest refused', () => {
    expect(judge(tickets(2), round('sold; sold; refused; refused'))).toEqual({
      verdict: 'held',
      measured: '2 sold, 2 refused',
    });
  });

  test('shows the earliest members that are one too many', () => {
    expect(judge(tickets(1), round('sold@20-90; refused; sold@10-90; sold@30-90'))).toMatchObject({
      verdict: 'violated',
      expected: 'at most 1 sold: 1 unit in stock',
      witness: [2, 0],
    });
  });

  test('shows who was sold a unit after somebody was told that none is left', () => {
    expect(judge(tickets(2), round('refused@0-10; sold@5-20; sold@11-20'))).toMatchObject({
      verdict: 'violated',
      expected: 'nothing sold after the first refused answer',
      witness: [0, 2],
    });
  });

  test('calls operations concurrent that share a single instant', () => {
    expect(judge(tickets(1), round('refused@0-10; sold@10-20')).verdict).toBe('held');
  });

  test('shows who was refused while stock was left', () => {
    expect(judge(tickets(2), round('sold; refused@0-50; refused@0-40'))).toMatchObject({
      verdict: 'violated',
      expected: 'no refused while fewer than 2 are sold',
      witness: [2],
    });
  });

  test('is inconclusive when an unknown operation decides', () => {
    expect(judge(tickets(1), round('sold; lost')).verdict).toBe('inconclusive');
    expect(judge(tickets(2), round('sold; lost; refused')).verdict).toBe('inconclusive');
  });

  test('does not let an unknown operation excuse what it came too late for', () => {
    expect(judge(tickets(2), round('sold@0-10; refused@0-10; lost@11-')).verdict).toBe('violated');
  });

  test('does not let unknown operations hide what was oversold', () => {
    expect(judge(tickets(1), round('sold; sold; lost'))).toMatchObject({
      verdict: 'violated',
      because: '1 unknown operation could only add to it',
    });
  });

  test('reads the stock from the round, and refuses one that is no whole number', () => {
    expect(judge(tickets('initial.stock'), round('sold', observed({ stock: '1' }, {}))).verdict).toBe('held');
    expect(judge(tickets('initial.stock'), round('sold', observed({ stock: 1.5 }, {})))).toMatchObject({
      because: 'stock is 1.5, expected a whole number that is not negative',
    });
    expect(judge(tickets('initial.stock'), round('sold')).verdict).toBe('inconclusive');
  });

  test('holds in an empty round', () => {
    expect(judge(tickets(3), round('')).verdict).toBe('held');
  });

  test('agrees with the search for an order of the operations', () => {
    const operation = fc
      .tuple(fc.constantFrom('sold', 'refused', 'lost'), fc.nat(6), fc.nat(4))
      .map(([outcome, begin, length]) => `${outcome}@${begin}-${outcome === 'lost' ? '' : begin + length}`);
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 6 }), fc.nat(4), (texts, stock) => {
        const history = round(texts.join(';'));
        const explained = assignments(history.operations).map((known) => linearizable(known, stock));
        const verdict = explained.every(Boolean) ? 'held' : explained.some(Boolean) ? 'inconclusive' : 'violated';
        expect(judge(tickets(stock), history).verdict).toBe(verdict);
      }),
      { numRuns: 2000 },
    );
  });
});

/** Every way in which the lost operations may have gone: sold at any later time, or never carried out. */
function assignments(operations: readonly Operation[]): readonly (readonly Operation[])[] {
  return operations.reduce<readonly (readonly Operation[])[]>(
    (all, operation) =>
      operation.outcome === 'lost'
        ? [...all, ...all.map((known) => [...known, { ...operation, outcome: 'sold' }])]
        : all.map((known) => [...known, operation]),
    [[]],
  );
}

/** Is there an order that respects the closed intervals and explains every answer? */
function linearizable(left: readonly Operation[], stock: number): boolean {
  if (left.length === 0) return true;
  const firstEnd = Math.min(...left.map(({ doneAtNs }) => doneAtNs ?? Infinity));
  return left.some(
    (next) =>
      (next.stagedAtNs ?? 0) <= firstEnd &&
      (next.outcome === 'sold') === stock > 0 &&
      linearizable(
        left.filter((other) => other !== next),
        next.outcome === 'sold' ? stock - 1 : stock,
      ),
  );
}
