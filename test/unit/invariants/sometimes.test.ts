import { describe, expect, test } from 'vitest';
import { ifNever, invariant } from '../../../src/invariants/index.ts';
import { judge, observed, round } from './history-builder.ts';

describe('sometimes, in one round', () => {
  test('holds where the expression is true whatever became of the unknown operations', () => {
    expect(judge({ sometimes: 'count.sold > 0' }, round('sold; lost'))).toEqual({
      verdict: 'held',
      measured: 'count.sold = 1',
    });
    expect(
      judge({ sometimes: { expression: 'final.stock == 0' } }, round('sold', observed({}, { stock: 0 }))),
    ).toMatchObject({
      verdict: 'held',
    });
  });

  test('is violated where it is surely false, and undecided where an unknown operation may have made it true', () => {
    expect(judge({ sometimes: 'count.sold > 1' }, round('sold; refused'))).toMatchObject({
      verdict: 'violated',
      measured: 'count.sold = 1',
    });
    expect(judge({ sometimes: 'count.sold > 1' }, round('sold; lost')).verdict).toBe('inconclusive');
  });

  test('can ask for one operation of a kind', () => {
    const spec = { sometimes: { of: 'refused' } };
    expect(judge(spec, round('sold; refused; refused'))).toEqual({
      verdict: 'held',
      measured: 'refused in members 1, 2',
    });
    expect(judge(spec, round('sold; sold'))).toEqual({
      verdict: 'violated',
      expected: 'one refused',
      measured: 'no refused',
      witness: [],
      because: 'the effect of every operation is known',
    });
    expect(judge(spec, round('sold; lost; limited'))).toEqual({
      verdict: 'inconclusive',
      because: 'whether any was refused depends on 2 unknown operations',
    });
  });

  test('is violated in an empty round', () => {
    expect(judge({ sometimes: { of: 'sold' } }, round('')).verdict).toBe('violated');
    expect(judge({ sometimes: 'count.total > 0' }, round('')).verdict).toBe('violated');
  });
});

describe('the rounds of `sometimes`', () => {
  test('need to be one only, and without any the run is inconclusive unless it is required', () => {
    const never = (spec: object) => ifNever(invariant.parse({ sometimes: spec }));
    expect(ifNever(invariant.parse({ sometimes: 'inFlight > 1' }))).toBe('inconclusive');
    expect(never({ of: 'sold' })).toBe('inconclusive');
    expect(never({ of: 'sold', required: true })).toBe('violated');
    expect(never({ expression: 'inFlight > 1', required: true })).toBe('violated');
    expect(ifNever(invariant.parse({ count: { of: 'sold', exactly: 1 } }))).toBeUndefined();
  });
});
