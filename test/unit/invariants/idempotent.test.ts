import { describe, expect, test } from 'vitest';
import { issuesOf, judge, observed, round } from './history-builder.ts';

const byAnswers = { idempotent: { key: 'key', effect: 'payment', answer: 'total' } };
const byList = { idempotent: { key: 'key', entries: 'final.payments', entryKey: 'entry.key' } };
const listed = (...keys: readonly string[]) =>
  observed({}, { payments: keys.map((key, place) => ({ id: place + 1, key })) });

describe('idempotent', () => {
  test('holds when every key has one effect and one answer', () => {
    const text = 'paid key:"a" payment=1 total=5; paid key:"a" payment=1 total=5; paid key:"b" payment=2 total=7';
    expect(judge(byAnswers, round(text))).toEqual({
      verdict: 'held',
      measured: '2 keys, at most one effect and one answer each',
    });
  });

  test('shows two answers to one key that tell of two effects', () => {
    const text =
      'paid key:"b" payment=9 total=5; paid@5-9 key:"a" payment=2 total=5; paid@3-9 key:"a" payment=1 total=5';
    expect(judge(byAnswers, round(text))).toEqual({
      verdict: 'violated',
      expected: 'one effect for key a',
      measured: '2 effects for key a: 1, 2',
      witness: [2, 1],
      because: 'both answers are known, whatever else took effect',
      details: [],
    });
  });

  test('shows two answers to one key that differ, and in what', () => {
    const spec = { idempotent: { key: 'key', answer: '{"status": status, "body": body}' } };
    const text = 'paid#201 key:"a" body={"id":1,"lines":[1,2]}; paid#200 key:"a" body={"id":1,"lines":[1,3],"x":0}';
    expect(judge(spec, round(text))).toMatchObject({
      verdict: 'violated',
      expected: 'one answer for key a',
      witness: [0, 1],
      details: [
        'members 0 and 1 differ in $.status: 201 against 200',
        'members 0 and 1 differ in $.body.lines[1]: 2 against 3',
        'members 0 and 1 differ in $.body.x: nothing against 0',
      ],
    });
  });

  test('shows two keys that share an effect', () => {
    const text = 'paid key:"a" payment=1 total=5; paid key:"b" payment=1 total=5';
    expect(judge(byAnswers, round(text))).toMatchObject({
      verdict: 'violated',
      measured: 'effect 1 was answered under key a and under key b',
      witness: [0, 1],
    });
  });

  test('lets the answers differ that are not final', () => {
    const text = 'paid key:"a" payment=1 total=5; refused#409 key:"a" payment=7; refused#425 key:"a"';
    expect(judge(byAnswers, round(text)).verdict).toBe('held');
  });

  test('compares final answers of several outcomes, of which some owe no effect', () => {
    const spec = { idempotent: { of: ['paid', 'refused'], key: 'key', effect: 'payment', answer: 'outcome' } };
    expect(judge(spec, round('refused key:"a"; refused key:"a"')).verdict).toBe('held');
    expect(judge(spec, round('paid key:"a" payment=1; refused key:"a"'))).toMatchObject({
      measured: '2 answers for key a: paid, refused',
      witness: [0, 1],
    });
  });

  test('counts effects in a list, whatever the answers say', () => {
    const text = 'paid key:"a"; refused#409 key:"a"; paid key:"b"';
    expect(judge(byList, round(text, listed('a', 'b', 'x'))).verdict).toBe('held');
    expect(judge(byList, round(text, listed('a', 'a', 'b')))).toEqual({
      verdict: 'violated',
      expected: 'one effect for key a',
      measured: '2 effects are listed for key a, sent by members 0, 1',
      witness: [0, 1],
      because: 'one key may have one effect, however many of its operations are unknown',
      details: ['{"id":1,"key":"a"}', '{"id":2,"key":"a"}'],
    });
    expect(judge(byList, round(text, listed('a')))).toMatchObject({
      verdict: 'violated',
      measured: 'no effect is listed for key b, acknowledged to member 2',
      witness: [2],
    });
  });

  test('grants an unknown operation the effect of its key, and no second', () => {
    expect(judge(byList, round('lost key:"a"; lost key:"a"', listed('a'))).verdict).toBe('held');
    expect(judge(byList, round('lost key:"a"; lost key:"a"', listed())).verdict).toBe('held');
    expect(judge(byList, round('lost key:"a"; lost key:"a"', listed('a', 'a'))).verdict).toBe('violated');
    expect(judge(byAnswers, round('paid key:"a" payment=1 total=5; lost key:"a"'))).toMatchObject({
      verdict: 'inconclusive',
      because: 'member 1 may have had an effect of its own under key a; entries would tell',
    });
    expect(judge(byAnswers, round('paid key:"a" payment=1 total=5; lost key:"b"')).verdict).toBe('held');
  });

  test('looks past what was listed before', () => {
    const spec = { idempotent: { key: 'key', entries: 'final.payments', before: 'initial.payments' } };
    expect(
      judge(spec, round('paid key:"a"', observed({ payments: ['b', 'b'] }, { payments: ['b', 'b', 'a'] }))).verdict,
    ).toBe('held');
  });

  test('lets a key that had its effect before be sent again, and bring no other', () => {
    const spec = { idempotent: { key: 'key', entries: 'final.payments', before: 'initial.payments' } };
    const lists = (...after: readonly string[]) => observed({ payments: ['a'] }, { payments: after });
    expect(judge(spec, round('paid key:"a"', lists('a'))).verdict).toBe('held');
    expect(judge(spec, round('paid key:"a"', lists('a', 'a')))).toMatchObject({
      verdict: 'violated',
      measured: '2 effects are listed for key a, sent by member 0',
    });
  });

  test('asks no effect of an answer that declined', () => {
    const spec = { idempotent: { ...byList.idempotent, of: ['paid', 'refused'] } };
    expect(judge(spec, round('refused key:"a"; refused key:"a"', listed())).verdict).toBe('held');
    expect(judge(spec, round('paid key:"a"; refused key:"a"', listed())).verdict).toBe('violated');
  });

  test('finds nothing lost in a list that is one page of many', () => {
    const spec = { idempotent: { ...byList.idempotent, total: 'final.total' } };
    const page = (total: number) => observed({}, { payments: [{ key: 'a' }], total });
    expect(judge(spec, round('paid key:"b"', page(1))).verdict).toBe('violated');
    expect(judge(spec, round('paid key:"b"', page(9)))).toMatchObject({
      verdict: 'inconclusive',
      because: expect.stringContaining('it may be one page of many'),
    });
  });

  test('lets a listed effect without a key be the one that is missing', () => {
    const spec = { idempotent: { key: 'key', entries: 'final.payments', entryKey: 'entry.key' } };
    const keyless = observed({}, { payments: [{ id: 1 }] });
    expect(judge(spec, round('paid key:"a"', keyless)).verdict).toBe('inconclusive');
    expect(judge(spec, round('paid key:"a"; paid key:"b"', keyless)).verdict).toBe('violated');
  });

  test('is inconclusive without a key, an effect or a list, unless the rest suffices', () => {
    expect(judge(byAnswers, round('paid payment=1 total=5'))).toMatchObject({
      because: 'member 0: `key`: `key` has no value',
    });
    expect(judge(byAnswers, round('paid key:"a" total=5'))).toMatchObject({
      because: 'member 0: `payment`: `payment` has no value',
    });
    expect(judge(byAnswers, round('paid key:"a" payment=null total=5')).verdict).toBe('inconclusive');
    expect(judge(byAnswers, round('paid key:"a" payment=1; paid key:"a" payment=2')).verdict).toBe('violated');
    expect(judge(byList, round('paid key:"a"')).verdict).toBe('inconclusive');
  });

  test('looks past operations without a key, unless it is told that they matter', () => {
    const text = 'pay:paid key:"a" payment=1; read:ok';
    expect(judge({ idempotent: { key: 'key', effect: 'payment' } }, round(text)).verdict).toBe('held');
    expect(judge({ idempotent: { of: 'pay', key: 'key', effect: 'payment' } }, round(text)).verdict).toBe('held');
    expect(judge({ idempotent: { of: ['paid', 'ok'], key: 'key', effect: 'payment' } }, round(text))).toMatchObject({
      verdict: 'inconclusive',
      because: 'member 1: `key`: `key` has no value',
    });
  });

  test('holds in an empty round', () => {
    expect(judge(byAnswers, round('')).verdict).toBe('held');
    expect(judge(byList, round('', listed())).verdict).toBe('held');
  });

  test('needs something to compare', () => {
    expect(issuesOf({ idempotent: { key: 'key' } })).toMatchObject([
      { message: 'expected at least one of effect, answer, entries, found none' },
    ]);
    expect(issuesOf({ idempotent: { key: 'key', effect: 'id', entryKey: 'entry.key' } })).toMatchObject([
      { message: 'entryKey needs entries, such as entries: final.payments' },
    ]);
  });
});
