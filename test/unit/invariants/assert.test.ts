import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge, observed, round } from './history-builder.ts';

const books = { assert: 'initial.stock - final.stock == count.sold && final.stock >= 0' };
const stock = (before: number, after: number) => observed({ stock: before }, { stock: after });

describe('assert', () => {
  test('holds when the expression is true', () => {
    expect(judge(books, round('sold; refused', stock(1, 0)))).toEqual({
      verdict: 'held',
      measured: 'initial.stock - final.stock = 1, count.sold = 1, final.stock = 0',
    });
  });

  test('shows both sides of what is false, and the members that it counts', () => {
    expect(judge(books, round('sold@20-90; refused; sold@10-90', stock(1, 0)))).toEqual({
      verdict: 'violated',
      expected: 'initial.stock - final.stock == count.sold && final.stock >= 0',
      measured: 'initial.stock - final.stock = 1, count.sold = 2, final.stock = 0',
      witness: [2, 0],
      because: 'the effect of every operation is known',
    });
  });

  test('shows no members when it counts too many to read', () => {
    expect(judge(books, round(Array<string>(20).fill('sold').join(';'), stock(1, 0)))).toMatchObject({
      verdict: 'violated',
      witness: [],
    });
  });

  test('counts outcomes that did not occur as none', () => {
    expect(judge({ assert: 'count.sold + count.buy.sold + count.lost == 0' }, round('refused')).verdict).toBe('held');
    expect(judge({ assert: 'count.total == 2 && count.buy.total == 1' }, round('refused; refund:ok')).verdict).toBe(
      'held',
    );
  });

  test('is inconclusive when an unknown operation decides', () => {
    expect(judge(books, round('sold; lost', stock(2, 1))).verdict).toBe('inconclusive');
    expect(judge(books, round('sold; lost', stock(2, 0))).verdict).toBe('inconclusive');
    expect(judge(books, round('sold; unexpected#500', stock(2, 0))).verdict).toBe('inconclusive');
  });

  test('is violated when it is false whatever the unknown operations did', () => {
    expect(judge(books, round('sold; sold; lost', stock(1, 0)))).toMatchObject({
      verdict: 'violated',
      because: 'it is false whatever 1 unknown operation did',
    });
  });

  test('tries the numbers between none and all of the unknown operations', () => {
    expect(judge({ assert: 'count.sold == 1' }, round('lost; lost; lost')).verdict).toBe('inconclusive');
  });

  test('lets authors write bounds over the unknown operations', () => {
    const bounded = { assert: 'count.lost == 1 && unknown == 1 && final.stock <= initial.stock' };
    expect(judge(bounded, round('sold; lost', stock(1, 0))).verdict).toBe('held');
  });

  test('sees what was answered, with captures', () => {
    const sum = { assert: 'responses.filter(r, r.outcome == "sold").map(r, r.price).sum() == final.till' };
    const text = 'sold price=3; sold price=4; refused; limited';
    expect(judge(sum, round(text, observed({}, { till: 7 }))).verdict).toBe('held');
    expect(judge(sum, round(text, observed({}, { till: 8 }))).verdict).toBe('inconclusive');
    expect(judge(sum, round('sold price=3; sold price=4', observed({}, { till: 8 }))).verdict).toBe('violated');
    expect(judge(sum, round('sold price=3; lost', observed({}, { till: 8 }))).verdict).toBe('inconclusive');
  });

  test('knows for sure what status an answer had, whatever took effect', () => {
    const noCrash = { assert: 'responses.all(r, r.status != 500)' };
    expect(judge(noCrash, round('sold; unexpected#500')).verdict).toBe('violated');
    expect(judge(noCrash, round('sold; refused')).verdict).toBe('held');
  });

  test('does not take the status of a gateway for what the service did', () => {
    const sales = { assert: 'initial.stock - final.stock == responses.filter(r, r.status == 201).size()' };
    const history = (text: string) => round(text, observed({ stock: 5 }, { stock: 3 }));
    expect(judge(sales, history('sold#201; unexpected#502')).verdict).toBe('inconclusive');
    expect(judge(sales, history('sold#201; unclaimed#302')).verdict).toBe('inconclusive');
    expect(judge(sales, history('sold#201; refused#409')).verdict).toBe('violated');
  });

  test('shows as witness only the members that the expression counts', () => {
    const moved = { assert: 'count.there.moved == 0' };
    expect(judge(moved, round('there:moved; back:moved'))).toMatchObject({ verdict: 'violated', witness: [0] });
    expect(judge({ assert: 'count.moved == 0' }, round('there:moved; back:moved'))).toMatchObject({ witness: [0, 1] });
  });

  test('names the first response that breaks what is said of all, with what was compared', () => {
    const own = { assert: 'responses.all(r, r.outcome != "ok" || r.name == r.caller) && count.ok > 0' };
    const text = 'ok@30-90 name=1 caller=2; refused; ok@20-90 name=4 caller=3; ok@10-90 name=5 caller=5';
    expect(judge(own, round(text))).toMatchObject({
      verdict: 'violated',
      measured: 'member 2: r.outcome = "ok", r.name = 4, r.caller = 3',
      witness: [2],
      details: ['member 0 breaks it too'],
    });
  });

  test('names the response that must not exist, and one of a filtered list', () => {
    const none = { assert: '!(final.stock < 0 || responses.exists(r, r.price < 0))' };
    expect(judge(none, round('sold price=3; sold price=-1', stock(1, 0)))).toMatchObject({
      measured: 'member 1: r.price = -1',
      witness: [1],
    });
    const some = { assert: 'responses.filter(r, r.outcome == "sold").all(r, r.price > 0)' };
    expect(judge(some, round('refused; sold price=-1'))).toMatchObject({ witness: [1] });
  });

  test('blames no response that breaks it only together with others, nor one whose effect is unknown', () => {
    const both = { assert: 'count.sold == 0 || responses.all(r, r.status != 409)' };
    expect(judge(both, round('sold; refused#409'))).toMatchObject({ verdict: 'violated', witness: [0] });
    const fewer = { assert: 'responses.all(r, r.price > count.sold)' };
    expect(judge(fewer, round('sold price=1; sold price=9'))).toMatchObject({ verdict: 'violated', witness: [0, 1] });
    const some = { assert: 'responses.exists(r, r.status == 409)' };
    expect(judge(some, round('sold#201'))).toMatchObject({ verdict: 'violated', witness: [] });
    const crash = { assert: 'responses.all(r, r.status != 500)' };
    expect(judge(crash, round('sold; unexpected#500'))).toMatchObject({ verdict: 'violated', witness: [] });
  });

  test('counts for each instance', () => {
    const history = round('on; on; off');
    const operations = history.operations.map((operation, place) => ({
      ...operation,
      instance: place < 2 ? 'a' : 'b',
    }));
    const verdictOf = (assert: string) => judge({ assert }, { ...history, operations }).verdict;
    expect(verdictOf('instances.a.on == 2 && instances.b.on == 0')).toBe('held');
    expect(verdictOf('instances.b.on == instances.b.total')).toBe('violated');
  });

  test('lets a rate limiter excuse, but not accuse', () => {
    expect(judge({ assert: 'count.sold >= 2' }, round('sold; limited')).verdict).toBe('inconclusive');
    expect(judge({ assert: 'count.sold <= 1' }, round('sold; limited')).verdict).toBe('held');
    expect(judge({ assert: 'count.unexpected == 0' }, round('sold; limited')).verdict).toBe('inconclusive');
  });

  test('is inconclusive when a name has no value or the result is no truth', () => {
    expect(judge(books, round('sold', observed({ stock: 1 }, {})))).toEqual({
      verdict: 'inconclusive',
      because: '`final.stock` has no value',
    });
    expect(judge({ assert: { expression: 'count.total + 1' } }, round('sold'))).toEqual({
      verdict: 'inconclusive',
      because: '`count.total + 1` gives 2, expected true or false',
    });
  });

  test('gives up with an honest answer when there are too many worlds to ask', () => {
    const text = Array<string>(20).fill('lost').join(';');
    const expression = 'responses.filter(r, r.outcome == "sold" || r.outcome == "held").size() >= 0';
    expect(judge({ assert: expression }, round(text)).verdict).toBe('inconclusive');
  });

  test('judges an empty round', () => {
    expect(judge({ assert: 'count.total == 0 && responses.size() == 0' }, round('')).verdict).toBe('held');
  });

  test('agrees with the enumeration of what each unknown operation may have been', () => {
    const comparison = fc.tuple(fc.constantFrom('==', '!=', '<=', '>='), fc.nat(4)).map(([sign, n]) => ({ sign, n }));
    const requests = fc.array(fc.constantFrom('buy', 'refund'), { maxLength: 4 });
    fc.assert(
      fc.property(requests, fc.nat(2), comparison, comparison, (lost, sold, one, other) => {
        const expression = `count.buy.sold ${one.sign} ${one.n} || count.held ${other.sign} ${other.n}`;
        const text = [...lost.map((request) => `${request}:lost`), ...Array<string>(sold).fill('buy:sold')].join(';');
        const truths = assignments(lost).map(
          (meant) =>
            compares(sold + meant.filter((outcome) => outcome === 'buy.sold').length, one) ||
            compares(meant.filter((outcome) => outcome.endsWith('.held')).length, other),
        );
        const verdict = truths.every(Boolean) ? 'held' : truths.some(Boolean) ? 'inconclusive' : 'violated';
        // A request without an operation is no request of the round: its counts have no values.
        fc.pre(lost.includes('buy') || sold > 0);
        expect(judge({ assert: expression }, round(text)).verdict).toBe(verdict);
      }),
      { numRuns: 300 },
    );
  });
});

function assignments(requests: readonly string[]): readonly (readonly string[])[] {
  return requests.reduce<readonly (readonly string[])[]>(
    (all, request) => all.flatMap((meant) => [meant, [...meant, `${request}.sold`], [...meant, `${request}.held`]]),
    [[]],
  );
}

function compares(count: number, { sign, n }: { readonly sign: string; readonly n: number }): boolean {
  if (sign === '==') return count === n;
  if (sign === '!=') return count !== n;
  return sign === '<=' ? count <= n : count >= n;
}
