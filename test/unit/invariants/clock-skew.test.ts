import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RoundHistory } from '../../../src/history/history.ts';
import type { Json } from '../../../src/support/json.ts';
import { judge, round } from './history-builder.ts';

const ms = 1_000_000;
/** The second at which the tool's clock reads zero: Thu, 26 Nov 2026 16:25:24 GMT. */
const startMs = 1_795_710_324_000;

interface Told {
  readonly instance?: string;
  /** Of the request, milliseconds. */
  readonly from: number;
  readonly to: number;
  /** What the server's clock shows while it answers, milliseconds since the start. */
  readonly clock?: number;
  readonly headers?: readonly (readonly [string, string])[];
  readonly captures?: Readonly<Record<string, Json>>;
}

/** A round of answers with a `Date` header. */
function answers(told: readonly Told[], text = 'read:ok'): RoundHistory {
  const history = round(told.map(() => text).join(';'));
  const operations = history.operations.map((operation, place) => {
    const { instance, from = 0, to = 0, clock, headers, captures = {} } = told[place] ?? {};
    const date: (readonly [string, string])[] =
      clock === undefined ? [] : [['date', new Date(startMs + clock).toUTCString()]];
    return {
      ...operation,
      ...(instance !== undefined && { instance }),
      stagedAtNs: from * ms,
      releasedAtNs: from * ms,
      doneAtNs: to * ms,
      captures,
      ...(operation.answer !== undefined && { answer: { ...operation.answer, headers: headers ?? date } }),
    };
  });
  return { ...history, operations };
}

describe('clockSkew by the Date header', () => {
  test('is violated when two clocks surely disagree by more than the bound, with the bracket and the two answers', () => {
    const history = answers([
      { instance: 'a', from: 100, to: 120, clock: 110 },
      { instance: 'b', from: 200, to: 210, clock: 5205 },
      { instance: 'b', from: 880, to: 890, clock: 5885 },
      { instance: 'a', from: 900, to: 910, clock: 905 },
    ]);
    // a: Date 0 in [900, 910] is at most 100 ms ahead. b: Date 5 in [200, 210] is at least 4790 ms ahead.
    expect(judge({ clockSkew: { atMost: '4600ms' } }, history)).toEqual({
      verdict: 'violated',
      expected: 'any two clocks agree within 4600ms',
      measured: 'the clock of b is 4.7 s to 5.2 s ahead of that of a',
      witness: [1, 3],
      because: 'it is so for every instant of the two requests at which the times may have been written',
      details: ['b against a: +4.7 s to +5.2 s, from 2 and 2 answers'],
    });
    expect(judge({ clockSkew: { atMost: '4700ms' } }, history).verdict).toBe('inconclusive');
  });

  test('narrows the bracket with every answer, most across the turn of a second, and holds when it is narrow enough', () => {
    const history = answers(
      ['a', 'b'].flatMap((instance) => [
        { instance, from: 980, to: 990, clock: 985 },
        { instance, from: 1010, to: 1020, clock: 1015 },
      ]),
    );
    expect(judge({ clockSkew: { atMost: '50ms' } }, history)).toMatchObject({
      verdict: 'held',
      measured: '2 clocks agree within 40 ms',
      details: ['b against a: -40 ms to +40 ms, from 2 and 2 answers'],
    });
    expect(judge({ clockSkew: { atMost: '30ms' } }, history)).toMatchObject({
      verdict: 'inconclusive',
      because:
        'the clocks may disagree by up to 40 ms, surely by 0 µs: too coarse for 30ms; ask more often, across the turn of a second, or name a finer time',
    });
  });

  test('does not take the width of a second for a disagreement', () => {
    const history = answers([
      { instance: 'a', from: 0, to: 1, clock: 999 },
      { instance: 'b', from: 0, to: 1, clock: 1001 },
    ]);
    expect(judge({ clockSkew: { atMost: '1ms' } }, history).verdict).toBe('inconclusive');
  });

  test('hears nothing in answers that a cache kept, a proxy made, or a limiter gave', () => {
    const far = { instance: 'b', from: 0, to: 1, clock: 90_000 };
    const near = { instance: 'a', from: 0, to: 1, clock: 0 };
    const date = new Date(startMs + 90_000).toUTCString();
    const kept = answers([
      near,
      {
        ...far,
        headers: [
          ['date', date],
          ['age', '90'],
        ],
      },
    ]);
    expect(judge({ clockSkew: { atMost: '1s' } }, kept).verdict).toBe('inconclusive');
    const [one, other] = answers([near, far], 'read:ok').operations;
    for (const change of [{ effect: 'info' as const }, { limited: true }, { answer: undefined }]) {
      if (one === undefined || other === undefined) throw new Error('two operations');
      const { answer, ...rest } = { ...other, ...change };
      const operations = [one, { ...rest, ...(answer !== undefined && { answer }) }];
      expect(judge({ clockSkew: { atMost: '1s' } }, { ...round(''), operations }).verdict).toBe('inconclusive');
    }
  });

  test('does not call a clock skewed that was set, or several behind one name', () => {
    const history = answers([
      { instance: 'a', from: 0, to: 1, clock: 0 },
      { instance: 'a', from: 10, to: 11, clock: 60_000 },
      { instance: 'b', from: 0, to: 1, clock: 0 },
    ]);
    expect(judge({ clockSkew: { atMost: '1s' } }, history)).toMatchObject({
      verdict: 'inconclusive',
      because:
        "members 0 and 1 can't have asked one steady clock of a: it was set by 59 s or more meanwhile, or several answer under this name",
    });
    const another = answers([
      { instance: 'a', from: 0, to: 1, clock: 0 },
      { instance: 'a', from: 10, to: 11, clock: 60_000 },
      { instance: 'b', from: 0, to: 1, clock: 0 },
      { instance: 'c', from: 0, to: 1, clock: 60_000 },
    ]);
    expect(judge({ clockSkew: { atMost: '1s' } }, another)).toMatchObject({ verdict: 'violated', witness: [3, 2] });
  });

  test('is inconclusive with one instance, with none, and where an answer tells no time', () => {
    const nothing = 'fewer than two instances told the time: there is nothing to compare';
    expect(judge({ clockSkew: { atMost: '1s' } }, answers([{ from: 0, to: 1, clock: 0 }]))).toMatchObject({
      because: nothing,
    });
    expect(judge({ clockSkew: { atMost: '1s' } }, round(''))).toEqual({
      verdict: 'inconclusive',
      because: nothing,
      details: [],
    });
    expect(judge({ clockSkew: { atMost: '1s' } }, answers([{ from: 0, to: 1 }]))).toMatchObject({
      because: 'member 0: the answer has no header date',
    });
    expect(
      judge({ clockSkew: { atMost: '1s' } }, answers([{ from: 0, to: 1, headers: [['date', 'soon']] }])),
    ).toMatchObject({
      because: 'member 0: date is soon, expected a date such as Thu, 26 Nov 2026 16:25:24 GMT',
    });
  });

  test('takes a coarser resolution where a server computes its Date rarely', () => {
    const history = answers([
      { instance: 'a', from: 0, to: 1, clock: 0 },
      { instance: 'b', from: 990, to: 991, clock: 3000 },
    ]);
    expect(judge({ clockSkew: { atMost: '1s' } }, history)).toMatchObject({ verdict: 'violated', witness: [1, 0] });
    expect(judge({ clockSkew: { atMost: '1s', resolution: '2s' } }, history).verdict).toBe('inconclusive');
  });
});

describe('clockSkew by times in the answers', () => {
  const at = (instance: string, from: number, now: Json) => ({ instance, from, to: from + 10, captures: { now } });
  const spec = (atMost: string, more = {}) => ({ clockSkew: { of: 'read', time: 'now', atMost, ...more } });

  test('takes the resolution from the text, on both sides: a time may be rounded', () => {
    const history = answers([at('a', 0, '2026-11-26T16:25:24.005Z'), at('b', 0, '2026-11-26T16:25:24.305Z')]);
    // 300 ms, less 10 ms of the requests and 2 ms of resolution.
    expect(judge(spec('287ms'), history)).toMatchObject({ verdict: 'violated', witness: [1, 0] });
    expect(judge(spec('289ms'), history).verdict).toBe('inconclusive');
    expect(judge(spec('312ms'), history).verdict).toBe('held');
    expect(judge(spec('287ms', { resolution: '10ms' }), history).verdict).toBe('inconclusive');
  });

  test('reads epochs, and can tell the clocks apart by what an answer says', () => {
    const told = (server: string, now: Json) => ({ from: 0, to: 10, captures: { server, now } });
    const history = answers([told('x', startMs), told('y', startMs + 300)]);
    expect(judge(spec('200ms', { per: 'server' }), history)).toMatchObject({
      verdict: 'violated',
      measured: 'the clock of y is 288 ms to 312 ms ahead of that of x',
    });
  });

  test('is inconclusive where a time is missing or in another form', () => {
    expect(judge(spec('1s'), answers([at('a', 0, 'noon')]))).toMatchObject({
      because: 'member 0: `now` is "noon", expected an ISO 8601 time with its zone, or an epoch',
    });
    expect(judge(spec('1s'), answers([{ from: 0, to: 1 }]))).toMatchObject({ because: 'member 0: `now` has no value' });
  });
});

test('clockSkew agrees with a search for clocks that explain every time', () => {
  const us = 1000;
  const reading = fc.record({
    instance: fc.constantFrom('a', 'b', 'c'),
    from: fc.nat(6),
    length: fc.nat(4),
    told: fc.nat(8),
  });
  fc.assert(
    fc.property(
      fc.array(reading, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 6 }),
      (readings, atMost) => {
        const history = answers(
          readings.map(({ instance, told }) => ({
            instance,
            from: 0,
            to: 0,
            captures: { now: startMs * 1000 + told },
          })),
        );
        const operations = history.operations.map((operation, place) => {
          const { from = 0, length = 0 } = readings[place] ?? {};
          return { ...operation, stagedAtNs: from * us, releasedAtNs: from * us, doneAtNs: (from + length) * us };
        });
        const spec = { clockSkew: { time: 'now', resolution: '1us', atMost: `${atMost}us` } };
        const { verdict } = judge(spec, { ...history, operations });

        /** Half microseconds by which a clock may be ahead. */
        const possible = (instance: string) =>
          Array.from({ length: 81 }, (_, place) => (place - 40) / 2).filter((ahead) =>
            readings.every(
              (one) =>
                one.instance !== instance ||
                (one.told - 1 <= one.from + one.length + ahead && one.from + ahead <= one.told + 1),
            ),
          );
        const names = [...new Set(readings.map(({ instance }) => instance))];
        const clocks = names.map(possible).filter((ahead) => ahead.length > 0);
        const explains = (bound: number, chosen: readonly number[] = []): boolean => {
          const next = clocks[chosen.length];
          if (next === undefined) return true;
          return next.some(
            (ahead) => chosen.every((other) => Math.abs(ahead - other) <= bound) && explains(bound, [...chosen, ahead]),
          );
        };
        expect(verdict === 'violated').toBe(!explains(atMost));
        if (verdict !== 'held') return;
        for (const [place, one] of clocks.entries()) {
          const others = clocks.filter((_, other) => other !== place).flat();
          expect(one.every((ahead) => others.every((other) => Math.abs(ahead - other) <= atMost))).toBe(true);
        }
      },
    ),
  );
});

test('clockSkew comes to an end with 10,000 answers of 1,000 instances', () => {
  const told = Array.from({ length: 10_000 }, (_, place) => ({
    instance: `i${place % 1000}`,
    from: place,
    to: place + 1,
    clock: place,
  }));
  expect(judge({ clockSkew: { atMost: '3s' } }, answers(told))).toMatchObject({
    verdict: 'held',
    details: { length: 12 },
  });
});
