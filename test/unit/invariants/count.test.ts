import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RoundHistory } from '../../../src/history/history.ts';
import { judge, observed, round } from './history-builder.ts';

const oneWinner = { count: { of: 'sold', exactly: 1 } };

const sent = { method: 'POST', url: 'http://127.0.0.1/prizes', headers: [], bodyBytes: 0 };

describe('count', () => {
  test('holds when the number is right', () => {
    expect(judge(oneWinner, round('sold; refused; refused'))).toEqual({ verdict: 'held', measured: 'sold: 1' });
  });

  test('shows the earliest members that are already too many', () => {
    expect(judge(oneWinner, round('sold@30-90; refused; sold@10-90; sold@20-90'))).toEqual({
      verdict: 'violated',
      expected: 'sold: exactly 1',
      measured: 'sold: 3',
      witness: [2, 3],
      because: 'the effect of every operation is known',
    });
  });

  test('blames nobody when there are too few', () => {
    expect(judge(oneWinner, round('refused; refused'))).toMatchObject({ verdict: 'violated', witness: [] });
  });

  test('is inconclusive when a lost answer decides', () => {
    expect(judge(oneWinner, round('refused; lost'))).toMatchObject({ verdict: 'inconclusive' });
    expect(judge(oneWinner, round('sold; lost'))).toMatchObject({ verdict: 'inconclusive' });
  });

  test('is violated when no lost answer can mend it', () => {
    expect(judge(oneWinner, round('sold; sold; lost'))).toMatchObject({
      verdict: 'violated',
      because: '1 unknown operation could only add to it',
    });
    expect(judge({ count: { of: 'sold', atLeast: 3 } }, round('sold; lost; refused'))).toMatchObject({
      verdict: 'violated',
      because: 'with every unknown operation it would be 2 at most',
    });
  });

  test('holds when every possible number is right', () => {
    expect(judge({ count: { of: 'sold', atMost: 2 } }, round('sold; lost; refused')).verdict).toBe('held');
    expect(judge({ count: { of: 'sold', between: [0, 2] } }, round('sold; lost; refused')).verdict).toBe('held');
  });

  test('takes a 500 for what may have been sold, but is certain of it as an unexpected answer', () => {
    expect(judge(oneWinner, round('sold; unexpected#500')).verdict).toBe('inconclusive');
    expect(judge({ count: { of: 'unexpected', exactly: 0 } }, round('sold; unexpected#500'))).toMatchObject({
      verdict: 'violated',
      witness: [1],
    });
  });

  test('never blames a service for what its rate limiter turned away', () => {
    expect(judge({ count: { of: 'unexpected', exactly: 0 } }, round('sold; limited')).verdict).toBe('inconclusive');
    expect(judge({ count: { of: 'sold', atLeast: 2 } }, round('sold; limited')).verdict).toBe('inconclusive');
    expect(judge(oneWinner, round('sold; limited')).verdict).toBe('held');
  });

  test('knows exactly what was lost, what was unsent, and who sent what', () => {
    const history = round('sold; lost; unsent; refund:sold');
    expect(judge({ count: { of: 'lost', exactly: 1 } }, history).verdict).toBe('held');
    expect(judge({ count: { of: 'unsent', exactly: 0 } }, history)).toMatchObject({
      verdict: 'violated',
      witness: [2],
    });
    expect(judge({ count: { of: 'buy', exactly: 3 } }, history).verdict).toBe('held');
  });

  test('tells the requests of a burst apart', () => {
    const history = round('buy:sold; refund:sold; refund:lost');
    expect(judge({ count: { of: 'buy.sold', exactly: 1 } }, history).verdict).toBe('held');
    expect(judge({ count: { of: 'refund.sold', exactly: 1 } }, history).verdict).toBe('inconclusive');
  });

  test('takes its bounds from the round', () => {
    const spec = { count: { of: 'sold', atMost: 'initial.stock' } };
    expect(judge(spec, round('sold; sold', observed({ stock: 1 }, {})))).toMatchObject({
      verdict: 'violated',
      expected: 'sold: at most initial.stock = 1',
    });
    expect(judge(spec, round('sold; sold', observed({}, {}))).verdict).toBe('inconclusive');
    expect(judge(spec, round('sold; sold', observed({ stock: 'many' }, {}))).verdict).toBe('inconclusive');
  });

  test('leaves open what is measured against a number that is itself in doubt', () => {
    const spec = { count: { of: 'sold', exactly: 'count.refused' } };
    expect(judge(spec, round('sold; refused')).verdict).toBe('held');
    expect(judge(spec, round('sold; lost')).verdict).toBe('inconclusive');
  });

  test('counts nothing in an empty round', () => {
    expect(judge({ count: { of: 'sold', exactly: 0 } }, round('')).verdict).toBe('held');
    expect(judge(oneWinner, round('')).verdict).toBe('violated');
  });

  test('does not call a prize that an earlier round may have won a violation', () => {
    const oneWins = { count: { of: 'sold', exactly: 1 } };
    const refused = (more: Partial<RoundHistory>) => round('refused; refused', more);
    const fresh = { place: 0, name: 'a new one', sent, status: 201, captured: {} };
    expect(judge(oneWins, refused({ prepared: [] }))).toEqual({
      verdict: 'inconclusive',
      because: expect.stringContaining('make a new one in `prepare`'),
    });
    expect(judge(oneWins, refused({ prepared: [fresh] })).verdict).toBe('violated');
    expect(judge(oneWins, round('refused; sold; sold', { prepared: [] })).verdict).toBe('violated');
    expect(judge(oneWins, refused({ prepared: [], kind: 'baseline' })).verdict).toBe('inconclusive');
    expect(judge({ assert: 'final.left == 1' }, refused({ prepared: [], final: { left: 0 } })).verdict).toBe(
      'violated',
    );
  });

  test('agrees with the enumeration of everything that the unknown operations may have been', () => {
    const bounds = fc.oneof(
      fc.nat(5).map((limit) => ({ exactly: limit })),
      fc.nat(5).map((limit) => ({ atLeast: limit })),
      fc.nat(5).map((limit) => ({ atMost: limit })),
      fc.tuple(fc.nat(5), fc.nat(3)).map(([low, width]) => ({ between: [low, low + width] as const })),
    );
    fc.assert(
      fc.property(fc.nat(4), fc.nat(4), fc.nat(3), bounds, (sold, lost, refused, bound) => {
        const text = [
          ...Array<string>(sold).fill('sold'),
          ...Array<string>(lost).fill('lost'),
          ...Array<string>(refused).fill('refused'),
        ].join(';');
        const possible = Array.from({ length: lost + 1 }, (_, happened) => isRight(sold + happened, bound));
        const verdict = possible.every(Boolean) ? 'held' : possible.some(Boolean) ? 'inconclusive' : 'violated';
        expect(judge({ count: { of: 'sold', ...bound } }, round(text)).verdict).toBe(verdict);
      }),
    );
  });
});

interface Bound {
  readonly exactly?: number;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly between?: readonly [number, number];
}

function isRight(count: number, { exactly, atLeast, atMost, between }: Bound): boolean {
  if (exactly !== undefined) return count === exactly;
  if (atLeast !== undefined) return count >= atLeast;
  if (atMost !== undefined) return count <= atMost;
  return between !== undefined && between[0] <= count && count <= between[1];
}
