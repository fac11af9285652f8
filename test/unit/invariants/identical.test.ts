import { describe, expect, test } from 'vitest';
import { judge, round } from './history-builder.ts';

const oneComputation = { identical: { of: 'ok', value: 'generation' } };

describe('identical', () => {
  test('holds when all values are equal', () => {
    expect(judge(oneComputation, round('ok generation=7; ok generation=7; refused'))).toEqual({
      verdict: 'held',
      measured: '7 in 2 answers',
    });
  });

  test('takes an id for the same as number and as text', () => {
    expect(judge(oneComputation, round('ok generation=7; ok generation="7"')).verdict).toBe('held');
    expect(judge(oneComputation, round('ok generation=7; ok generation="07"')).verdict).toBe('violated');
  });

  test('shows one member for each different value', () => {
    expect(judge(oneComputation, round('ok generation=7; ok generation=7; ok generation=8; ok generation=9'))).toEqual({
      verdict: 'violated',
      expected: 'all ok have the same generation',
      measured: '3 different values: 7, 8, 9',
      witness: [0, 2, 3],
      because: 'both answers are known, whatever else took effect',
      details: ['7 in members 0, 1', '8 in member 2', '9 in member 3'],
    });
  });

  test('does not take ids for equal that differ beyond 2^53', () => {
    const text = 'ok generation=9007199254740993; ok generation=9007199254740992';
    expect(judge(oneComputation, round(text)).verdict).toBe('violated');
  });

  test('is inconclusive when a value is missing and the others are equal', () => {
    expect(judge(oneComputation, round('ok generation=7; ok'))).toMatchObject({ verdict: 'inconclusive' });
    expect(judge(oneComputation, round('ok generation=7; ok; ok generation=8'))).toMatchObject({ witness: [0, 2] });
  });

  test('is not broken by operations of unknown effect', () => {
    expect(judge(oneComputation, round('ok generation=7; lost; ok?#500 generation=8')).verdict).toBe('held');
  });

  test('holds in an empty round', () => {
    expect(judge(oneComputation, round('')).verdict).toBe('held');
  });
});
