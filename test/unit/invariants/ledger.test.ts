import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/support/json.ts';
import { parseJson } from '../../../src/support/lossless-json.ts';
import { judge, observed, round } from './history-builder.ts';

const ledger = { entries: 'final.entries', acknowledged: 'paid', key: 'token', entryKey: 'entry.token' };
const books = { ledger };

/** Entries with these tokens were read after the burst. */
const read = (...tokens: readonly Json[]) => observed({}, { entries: tokens.map((token) => ({ token })) });

describe('ledger', () => {
  test('holds when every acknowledged operation has one entry', () => {
    expect(judge(books, round('paid token:"a"; paid token:"b"; refused token:"c"', read('a', 'b')))).toEqual({
      verdict: 'held',
      measured: '2 entries for 2 paid',
    });
  });

  test('names what is lost, the earliest as witness', () => {
    const text = 'paid@5-90 token:"a"; paid@2-90 token:"b"; paid@1-90 token:"c"';
    expect(judge(books, round(text, read('c')))).toEqual({
      verdict: 'violated',
      expected: 'exactly one entry for each paid, and no other',
      measured: '1 entry for 3 paid, 2 lost',
      witness: [1],
      because: 'the effect of every operation is known',
      details: ['lost: b of member 1 has no entry', 'lost: a of member 0 has no entry'],
    });
  });

  test('names a duplicate', () => {
    expect(judge(books, round('paid token:"a"; paid token:"b"', read('a', 'b', 'b')))).toMatchObject({
      verdict: 'violated',
      measured: '3 entries for 2 paid, 1 duplicate',
      witness: [1],
      details: ['duplicate: b of member 1 has 2 entries'],
    });
  });

  test('names a phantom, which no member shows', () => {
    expect(judge(books, round('paid token:"a"', read('a', 'x')))).toMatchObject({
      verdict: 'violated',
      measured: '2 entries for 1 paid, 1 phantom',
      witness: [],
      details: ['phantom: 1 entry x, which no operation has'],
    });
  });

  test('names what was booked though it was refused', () => {
    expect(judge(books, round('paid token:"a"; refused token:"b"', read('a', 'b')))).toMatchObject({
      verdict: 'violated',
      measured: '2 entries for 1 paid, 1 booked though refused',
      witness: [1],
    });
  });

  test('counts an unknown operation as recovered when its entry is there, and does not miss it otherwise', () => {
    const text = 'paid token:"a"; lost token:"b"; lost token:"c"';
    expect(judge(books, round(text, read('a', 'b')))).toEqual({
      verdict: 'held',
      measured: '2 entries for 1 paid, 1 of unknown outcome recovered',
    });
    expect(judge(books, round(text, read('a')))).toMatchObject({ verdict: 'held' });
  });

  test('grants an unknown operation one entry, and no second', () => {
    expect(judge(books, round('paid token:"a"; lost token:"b"', read('a', 'b', 'b')))).toMatchObject({
      verdict: 'violated',
      measured: '3 entries for 1 paid, 1 duplicate, 1 of unknown outcome recovered',
      witness: [1],
      because: 'each of 1 unknown operation was granted an entry of its own',
    });
  });

  test('grants an operation that a rate limiter turned away its entry', () => {
    expect(judge(books, round('paid token:"a"; limited token:"b"', read('a', 'b'))).verdict).toBe('held');
  });

  test('lets an entry be of an unknown operation whose key is not known', () => {
    expect(judge(books, round('paid token:"a"; lost', read('a', 'x')))).toMatchObject({ verdict: 'inconclusive' });
    expect(judge(books, round('paid token:"a"; lost', read('a', 'x', 'y'))).verdict).toBe('violated');
    expect(judge(books, round('paid token:"a"; lost', read('a'))).verdict).toBe('held');
  });

  test('is inconclusive when an acknowledged operation has no key, but for the sums of both sides', () => {
    expect(judge(books, round('paid; paid token:"a"', read('a', 'x')))).toMatchObject({
      verdict: 'inconclusive',
      because: '2 entries for 2 paid, 1 phantom; it may belong to operations whose key is not known',
    });
    expect(judge(books, round('paid; lost token:"a"', read('a')))).toMatchObject({
      verdict: 'inconclusive',
      because: 'member 0: `token`: `token` has no value',
    });
    expect(judge(books, round('paid token:null; paid token:"a"', read('a')))).toMatchObject({
      verdict: 'violated',
      measured: '1 entry for 2 paid, 1 lost',
      witness: [1, 0],
      details: ['lost: 2 acknowledged operations, and 1 entry to share among them and others'],
    });
  });

  test('is violated when there are more entries than operations, whosever they are', () => {
    const keyless = observed({}, { entries: [{ id: 1 }, { id: 2 }] });
    expect(judge(books, round('paid token:"a"', keyless))).toMatchObject({
      verdict: 'violated',
      details: ['lost: a of member 0 has no entry'],
      witness: [],
    });
    expect(judge(books, round('lost token:"a"; refused', keyless))).toMatchObject({
      measured: '2 entries for 0 paid, 1 phantom',
      details: ['phantom: 2 entries, and 1 operation at most that may have one'],
    });
  });

  test('lets an entry without a key be the one that is missing', () => {
    expect(judge(books, round('paid token:"a"', observed({}, { entries: [{ id: 7 }] })))).toMatchObject({
      verdict: 'inconclusive',
      because: '1 entry without a key, such as {"id":7}, may be what is missing',
    });
    const two = round('paid token:"a"; paid token:"b"', observed({}, { entries: [{ id: 7 }] }));
    expect(judge(books, two)).toMatchObject({ verdict: 'violated', witness: [0, 1] });
  });

  test('is undecided where an acknowledged and an unknown operation share a key', () => {
    const text = 'paid token:"a"; lost token:"a"';
    expect(judge(books, round(text, read('a')))).toMatchObject({
      verdict: 'inconclusive',
      because: 'members 0, 1 share a key, and which of them 1 entry stands for is not known',
    });
    expect(judge(books, round(text, read('a', 'a'))).verdict).toBe('held');
    expect(judge(books, round(text, read())).verdict).toBe('violated');
  });

  test('looks past the entries that were there before, changed ones too', () => {
    const spec = { ledger: { ...ledger, before: 'initial.entries' } };
    const entries = [{ token: 'old', state: 'pending' }, { token: 'older' }];
    const after = [{ token: 'old', state: 'settled' }, { token: 'older' }, { token: 'a' }];
    expect(judge(spec, round('paid token:"a"', observed({ entries }, { entries: after }))).verdict).toBe('held');
    const twice = [...after, { token: 'old', state: 'settled' }];
    expect(judge(spec, round('paid token:"a"', observed({ entries }, { entries: twice })))).toMatchObject({
      measured: '2 entries for 1 paid, 1 phantom',
    });
  });

  test('takes a list that is shorter than the total for one page, which proves no loss', () => {
    const spec = { ledger: { ...ledger, total: 'final.total' } };
    const page = (tokens: readonly string[], total: number) =>
      observed({}, { entries: tokens.map((token) => ({ token })), total });
    expect(judge(spec, round('paid token:"a"; paid token:"b"', page(['a'], 2)))).toMatchObject({
      verdict: 'inconclusive',
      because: 'final.total is 2, but final.entries has 1: it may be one page of many',
    });
    expect(judge(spec, round('paid token:"a"; paid token:"b"', page(['a'], 1))).verdict).toBe('violated');
    expect(judge(spec, round('paid token:"a"', page(['a', 'a'], 3))).verdict).toBe('violated');
  });

  test('adds up amounts to the last digit, of any size', () => {
    const spec = { ledger: { ...ledger, sum: { of: 'entry.amount', from: 'initial.balance', to: 'final.balance' } } };
    const text = 'paid token:"a"; paid token:"b"';
    const history = (amounts: readonly string[], before: string, after: string) =>
      round(text, {
        initial: { balance: parseJson(before) },
        final: {
          balance: parseJson(after),
          entries: amounts.map((amount, place) => ({ token: 'ab'[place] ?? '', amount: parseJson(amount) })),
        },
      });
    expect(judge(spec, history(['0.1', '0.2'], '10', '10.3')).verdict).toBe('held');
    expect(judge(spec, history(['"-0.10"', '"-0.20"'], '"10.00"', '"9.70"')).verdict).toBe('held');
    expect(judge(spec, history(['9007199254740993', '1'], '0', '9007199254740994')).verdict).toBe('held');
    expect(judge(spec, history(['9007199254740993', '1'], '0', '9007199254740995'))).toMatchObject({
      verdict: 'violated',
      measured: '2 entries for 2 paid; 0 and 2 entries make 9007199254740994, but final.balance is 9007199254740995',
      witness: [],
    });
    expect(judge(spec, history(['"ten"', '1'], '0', '11')).verdict).toBe('inconclusive');
    expect(judge(spec, round(text, read('a', 'b'))).verdict).toBe('inconclusive');
  });

  test('takes a key as number or as text, with every digit', () => {
    const text = 'paid token:9007199254740993; paid token:9007199254740992';
    expect(judge(books, round(text, read('9007199254740993', '9007199254740992'))).verdict).toBe('held');
    expect(
      judge(
        { ledger: { ...ledger, entryKey: 'entry' } },
        round(text, observed({}, { entries: [9007199254740993n, 9007199254740992n] })),
      ).verdict,
    ).toBe('held');
  });

  test('looks only at the members of the request that it names', () => {
    const spec = { ledger: { ...ledger, acknowledged: 'pay.ok' } };
    expect(judge(spec, round('pay:ok token:"a"; read:ok; read:ok', read('a', 'x'))).verdict).toBe('violated');
  });

  test('needs a list', () => {
    expect(judge(books, round('paid token:"a"', observed({}, { entries: { token: 'a' } })))).toMatchObject({
      verdict: 'inconclusive',
      because: '`final.entries` gives {"token":"a"}, expected a list; capture the list itself, as in $.entries',
    });
    expect(judge(books, round('paid token:"a"')).verdict).toBe('inconclusive');
  });

  test('is not judged while the entries are still moving', () => {
    const moving = { ...read(), unsettled: true };
    expect(judge(books, round('paid token:"a"; lost token:"b"', moving)).verdict).toBe('inconclusive');
  });

  test('holds in an empty round', () => {
    expect(judge(books, round('', read()))).toEqual({ verdict: 'held', measured: '0 entries for 0 paid' });
    expect(judge(books, round('', read('x'))).verdict).toBe('violated');
  });
});
