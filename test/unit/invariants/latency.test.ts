import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RoundHistory } from '../../../src/history/history.ts';
import { judge, round } from './history-builder.ts';

const ms = 1_000_000;

/** A round of answers that took so many milliseconds each. */
function answers(latenciesMs: readonly number[]): RoundHistory {
  return round(latenciesMs.map((latency) => `sold@0-${latency * ms}`).join(';'));
}

/** The same round, but some members failed when their time was over. */
function failing(history: RoundHistory, kind: 'timeout' | 'reset', members: readonly number[]): RoundHistory {
  const operations = history.operations.map((operation) => {
    if (!members.includes(operation.member)) return operation;
    const { answer: _answer, ...rest } = operation;
    return { ...rest, outcome: 'lost', effect: 'info' as const, failure: { kind, code: 'X', message: 'no answer' } };
  });
  return { ...history, operations };
}

describe('latency', () => {
  test('holds when every quantile is within its limit, and says what they were', () => {
    expect(judge({ latency: { of: 'sold', p50: '2ms', max: '4ms' } }, answers([4, 1, 3, 2]))).toEqual({
      verdict: 'held',
      measured: 'p50 2 ms, max 4 ms of 4 operations',
    });
  });

  test.each([
    ['p50', '2ms', '1999us', [0, 2, 3]],
    ['p90', '4ms', '3999us', [0]],
    ['p95', '4ms', '3999us', [0]],
    ['p99', '4ms', '3999us', [0]],
    ['max', '4ms', '3999us', [0]],
  ])('takes %s by nearest rank, and shows the slowest operations that decide it', (name, limit, less, witness) => {
    const history = answers([4, 1, 3, 2]);
    expect(judge({ latency: { of: 'sold', [name]: limit } }, history).verdict).toBe('held');
    expect(judge({ latency: { of: 'sold', [name]: less } }, history)).toMatchObject({
      verdict: 'violated',
      expected: `${name} of sold within ${less}`,
      witness,
      because: 'the effect of every operation is known',
    });
  });

  test('counts a timeout as longer than it waited', () => {
    const timedOut = failing(answers([1, 1, 50]), 'timeout', [2]);
    expect(judge({ latency: { of: 'buy', max: '20ms' } }, timedOut)).toMatchObject({
      verdict: 'violated',
      measured: 'max at least 50 ms of 3 operations',
      witness: [2],
      because: 'it is too long however soon the missing answers would have come',
    });
    expect(judge({ latency: { of: 'buy', max: '60ms' } }, timedOut)).toMatchObject({
      verdict: 'inconclusive',
      because: 'max at least 50 ms of 3 operations; whether max is within 60ms depends on 1 unknown answer',
    });
    expect(judge({ latency: { of: 'buy', p50: '1ms' } }, timedOut).verdict).toBe('held');
  });

  test('does not know how long a connection that broke would have taken', () => {
    expect(judge({ latency: { of: 'buy', max: '5ms' } }, failing(answers([1, 2]), 'reset', [1])).verdict).toBe(
      'inconclusive',
    );
  });

  test('lets an answer that may be meant or not count both ways', () => {
    // Two of three are slow, but the lost one may have been a fast sale: p50 of 3 is then the second.
    const history = failing(answers([9, 9, 1, 1]), 'reset', [2]);
    expect(judge({ latency: { of: 'sold', p50: '1ms' } }, history).verdict).toBe('inconclusive');
    expect(judge({ latency: { of: 'sold', p90: '1ms' } }, history)).toMatchObject({
      verdict: 'violated',
      witness: [0],
    });
  });

  test('takes an answer before its release for an instant one', () => {
    expect(judge({ latency: { of: 'sold', max: '1us' } }, round('sold@5-3'))).toMatchObject({ verdict: 'held' });
  });

  test('is inconclusive with nothing to measure', () => {
    const nothing = { verdict: 'inconclusive', because: 'no sold, so nothing to measure' };
    expect(judge({ latency: { of: 'sold', max: '1s' } }, round(''))).toEqual(nothing);
    expect(judge({ latency: { of: 'sold', max: '1s' } }, round('refused; unsent'))).toEqual(nothing);
  });

  test('agrees with the definition of the nearest rank, whatever is unknown', () => {
    const quantile = (latencies: readonly number[], share: number) =>
      [...latencies]
        .sort((a, b) => a - b)
        .find((value) => {
          const notAbove = latencies.filter((latency) => latency <= value).length;
          return notAbove * 100 >= share * latencies.length;
        }) ?? 0;
    const name = fc.constantFrom(
      ['p50', 50] as const,
      ['p90', 90] as const,
      ['p99', 99] as const,
      ['max', 100] as const,
    );
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(11), { maxLength: 3 }),
        name,
        fc.integer({ min: 1, max: 9 }),
        (latencies, timeouts, [key, share], limitMs) => {
          const late = timeouts.filter((member) => member < latencies.length);
          const { verdict } = judge(
            { latency: { of: 'buy', [key]: `${limitMs}ms` } },
            failing(answers(latencies), 'timeout', late),
          );
          const endless = latencies.map((latency, member) => (late.includes(member) ? 1000 : latency));
          const [least, most] = [quantile(latencies, share), quantile(endless, share)];
          expect(verdict).toBe(least > limitMs ? 'violated' : most > limitMs ? 'inconclusive' : 'held');
        },
      ),
    );
  });

  test('comes to an end with 10,000 operations', () => {
    const history = answers(Array.from({ length: 10_000 }, (_, member) => 1 + (member % 100)));
    expect(judge({ latency: { of: 'sold', p99: '99ms' } }, history).verdict).toBe('held');
    expect(judge({ latency: { of: 'sold', p99: '98ms' } }, history)).toMatchObject({
      witness: expect.objectContaining({ length: 101 }),
    });
  });
});
