import { describe, expect, it } from 'vitest';
import { answerMatcher, type MatcherSpelling, matcherProblems, mismatch } from '../../../src/expr/match.ts';
import type { Scope } from '../../../src/expr/scope.ts';
import { randomFor } from '../../../src/support/random.ts';
import { answer } from './answers.ts';

const sold = answer(
  201,
  '{"state": "sold", "rows": [{"n": 1}, {"n": 2}], "by": {"b": 1.0, "a": 12345678901234567890}}',
  [['x-cache', 'MISS, HIT']],
);
const differs = (spelling: MatcherSpelling, scope?: Scope) => mismatch(answerMatcher(spelling), sold, scope);
const scope = (state: string): Scope => ({ names: { state }, random: () => randomFor(1), nowMs: () => 0 });

describe('matching an answer', () => {
  it.each<MatcherSpelling>([
    {},
    { status: 201 },
    { status: '2xx' },
    { status: [409, '2xx'] },
    { headers: { 'X-Cache': 'MISS, HIT' } },
    { headers: { 'x-cache': { regex: 'HIT$' } } },
    { json: { '$.state': 'sold', '$.rows[1].n': 2 } },
    { json: { '$.rows[*].n': [1, 2] } },
    { json: { '$.by': { a: 12345678901234567890n, b: 1 } } },
    { body: '"sold"' },
    { body: { regex: '"state":\\s+"so' } },
  ])('passes %o', (spelling) => {
    expect(differs(spelling)).toBeUndefined();
  });

  it.each<[MatcherSpelling, string]>([
    [{ status: 200 }, 'status 201, expected 200'],
    [{ status: ['4xx', 500] }, 'status 201, expected 4xx or 500'],
    [{ headers: { etag: 'x' } }, 'no header etag, expected "x"'],
    [{ headers: { 'x-cache': 'HIT' } }, 'header x-cache is "MISS, HIT", expected "HIT"'],
    [{ headers: { 'x-cache': { regex: '^HIT' } } }, 'header x-cache is "MISS, HIT", expected /^HIT/'],
    [{ json: { '$.state': 'open' } }, '$.state is "sold", expected "open"'],
    [{ json: { '$.by.a': 12345678901234567891n } }, '$.by.a is 12345678901234567890, expected 12345678901234567891'],
    [{ json: { '$.gone': null } }, 'the body has no $.gone, expected null'],
    [{ body: 'gone' }, 'the body does not contain "gone"'],
    [{ body: { regex: '^gone' } }, 'the body does not contain /^gone/'],
    [{ status: 200, body: 'gone' }, 'status 201, expected 200'],
  ])('says how the answer differs from %o', (spelling, message) => {
    expect(differs(spelling)).toBe(message);
  });

  it('says that a body is not JSON where JSON is expected', () => {
    expect(mismatch({ json: { '$.a': 1 } }, answer(200, '<html>'))).toBe(
      'the body is not JSON, so it has no $.a, expected 1',
    );
  });

  it('fills in the values that the JSON must have', () => {
    expect(differs({ json: { '$.state': '{{ state }}' } }, scope('sold'))).toBeUndefined();
    expect(differs({ json: { '$.state': '{{ state }}' } }, scope('open'))).toBe('$.state is "sold", expected "open"');
    expect(differs({ json: { '$.state': '{{ stat }}' } }, scope('open'))).toContain('{{ stat }}: `stat` has no value');
  });

  it('shortens what would fill the screen', () => {
    expect(mismatch({ json: { $: 1 } }, answer(200, JSON.stringify('x'.repeat(5000))))?.length).toBeLessThan(200);
  });
});

describe('the check of a matcher', () => {
  it('finds bad patterns, paths and templates, each under its key', () => {
    const problems = matcherProblems({
      headers: { a: 'x', b: { regex: '(' } },
      json: { '$.a[': 1, '$.b': { deep: ['{{ x', 'fine'] }, '$.c': '{{ x }}' },
      body: { regex: '[' },
    });
    expect(problems.map(({ path }) => path)).toEqual([
      ['headers', 'b', 'regex'],
      ['json', '$.a['],
      ['json', '$.b', 'deep', '0'],
      ['body', 'regex'],
    ]);
  });

  it('finds nothing in a good one', () => {
    expect(matcherProblems({ status: 200, headers: { a: { regex: 'x+' } }, json: { '$.a': null }, body: 'x' })).toEqual(
      [],
    );
  });
});
