import { describe, expect, test } from 'vitest';
import { issuesOf, judge, observed, round } from './history-builder.ts';

/** Intervals in microseconds, so that periods of 1 ms hold some. */
const passed = (...intervals: readonly (readonly [number, number])[]) =>
  round(intervals.map(([from, to]) => `ok@${from * 1000}-${to * 1000}`).join(';'));
const sliding = { limit: { of: 'ok', atMost: 2, per: '1ms', kind: 'sliding' } };
const fixed = { limit: { of: 'ok', atMost: 2, per: '1ms', kind: 'fixed' } };
const bucket = { limit: { of: 'ok', atMost: 2, per: '1ms', kind: 'bucket', burst: 3 } };

describe('limit', () => {
  test('holds when no stretch surely has more than it may', () => {
    expect(judge(sliding, passed([0, 10], [5, 20], [5, 1000], [1010, 1020]))).toEqual({
      verdict: 'held',
      measured: '4 ok, no more than the limiter may let through',
    });
  });

  test('shows one more than a sliding limiter lets through in its period', () => {
    expect(judge(sliding, passed([0, 10], [2000, 2010], [2001, 2900], [2002, 2950]))).toEqual({
      verdict: 'violated',
      expected: 'at most 2 ok in any 1ms',
      measured: '3 ok between 2 ms and 3 ms',
      witness: [1, 2, 3],
      because: 'each of them surely passed in that time, whenever in its interval it did',
    });
  });

  test('shows what only a stretch of several periods can show', () => {
    const spread = passed([0, 700], [100, 1200], [500, 1300], [900, 1900], [1000, 1950]);
    expect(judge(sliding, spread)).toMatchObject({
      verdict: 'violated',
      expected: 'at most 4 ok in any 2 periods of 1ms',
      witness: [0, 1, 2, 3, 4],
    });
  });

  test('allows a fixed limiter twice as many around a boundary, unless its answers tell the periods apart', () => {
    const four = passed([0, 10], [0, 10], [20, 30], [20, 30]);
    expect(judge(fixed, four).verdict).toBe('held');
    expect(judge(fixed, passed([0, 10], [0, 10], [20, 30], [20, 30], [20, 40]))).toMatchObject({
      verdict: 'violated',
      expected: 'at most 4 ok in any 1ms, wherever its periods begin',
      witness: [0, 1, 2, 3, 4],
    });
    const told = { limit: { of: 'ok', atMost: 2, per: '1s', kind: 'fixed', window: 'reset' } };
    expect(judge(told, round('ok reset=1700000001; ok reset=1700000001; ok reset=1700000002')).verdict).toBe('held');
    expect(
      judge(told, round('ok reset=1700000001; ok reset=1700000002; ok reset=1700000001; ok reset=1700000001')),
    ).toMatchObject({
      verdict: 'violated',
      expected: 'at most 2 ok in one period of 1s',
      measured: '3 ok, which all tell of the period 1700000001',
      witness: [0, 2, 3],
    });
    expect(judge(told, round('ok reset=1700000001; ok')).verdict).toBe('inconclusive');
  });

  test('grants a bucket its burst and what is added meanwhile', () => {
    expect(judge(bucket, passed([0, 10], [0, 10], [0, 10], [0, 500])).verdict).toBe('held');
    expect(judge(bucket, passed([0, 10], [0, 10], [0, 10], [0, 400]))).toMatchObject({
      verdict: 'violated',
      expected: 'at most 3 ok out of a bucket of 3 that gets 2 per 1ms',
      measured: '4 ok between 0 µs and 400 µs',
      witness: [0, 1, 2, 3],
    });
    const noBurst = { limit: { of: 'ok', atMost: 2, per: '1ms', kind: 'bucket' } };
    expect(judge(noBurst, passed([0, 10], [0, 10], [0, 400])).verdict).toBe('violated');
  });

  test('counts apart what the limiter counts apart', () => {
    const spec = { limit: { ...sliding.limit, by: 'user' } };
    expect(judge(spec, round('ok user:"a"; ok user:"b"; ok user:"a"; ok user:"b"')).verdict).toBe('held');
    expect(judge(spec, round('ok user:"a"; ok user:"b"; ok user:"a"; ok user:"a"'))).toMatchObject({
      verdict: 'violated',
      expected: 'at most 2 ok in any 1ms for user a',
      witness: [0, 2, 3],
    });
    expect(judge(spec, round('ok user:"a"; ok')).verdict).toBe('inconclusive');
    expect(judge(spec, round('ok; ok user:"a"; ok user:"a"; ok user:"a"')).verdict).toBe('violated');
  });

  test('grants unknown operations that they never passed', () => {
    expect(judge(sliding, round('ok; ok; lost; unexpected; limited; refused')).verdict).toBe('held');
    expect(judge(sliding, round('ok; ok; lost; ok'))).toMatchObject({
      verdict: 'violated',
      because: 'each of them surely passed in that time; 1 unknown operation could only add to it',
    });
  });

  test('leaves room for a clock of the limiter that runs a little fast', () => {
    expect(judge(sliding, passed([0, 10], [0, 10], [980, 990])).verdict).toBe('violated');
    expect(judge(sliding, passed([0, 10], [0, 10], [980, 991])).verdict).toBe('held');
  });

  test('reads its numbers from the round, and refuses what is none', () => {
    const spec = { limit: { ...sliding.limit, atMost: 'initial.limit' } };
    expect(judge(spec, { ...round('ok; ok'), ...observed({ limit: 1 }, {}) }).verdict).toBe('violated');
    expect(judge(spec, { ...round('ok; ok'), ...observed({ limit: 1.5 }, {}) })).toMatchObject({
      because: 'atMost is 1.5, expected a whole number that is not negative',
    });
    expect(judge(spec, round('ok')).verdict).toBe('inconclusive');
  });

  test('lets nothing through where nothing may pass', () => {
    const closed = { limit: { ...bucket.limit, atMost: 0, burst: 0 } };
    expect(judge(closed, round('ok'))).toMatchObject({ verdict: 'violated', witness: [0] });
    expect(judge({ limit: { ...sliding.limit, atMost: 0 } }, round('ok')).verdict).toBe('violated');
  });

  test('holds in an empty round', () => {
    for (const spec of [sliding, fixed, bucket]) expect(judge(spec, round('')).verdict).toBe('held');
  });

  test('says which keys do not go together', () => {
    expect(issuesOf({ limit: { ...sliding.limit, burst: 3 } })).toMatchObject([
      { message: 'burst goes with kind: bucket, found kind: sliding' },
    ]);
    expect(issuesOf({ limit: { ...sliding.limit, window: 'reset' } })).toMatchObject([
      { message: 'window goes with kind: fixed, found kind: sliding' },
    ]);
    expect(issuesOf({ limit: { ...fixed.limit, window: 'reset' } })).toMatchObject([
      { message: 'window needs a period of 1s or more: reset instants are whole seconds' },
    ]);
    expect(issuesOf({ limit: { ...fixed.limit, per: '0s' } })).toMatchObject([
      { message: 'per is 0, expected a period such as 1s' },
    ]);
  });
});
