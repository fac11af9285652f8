import { describe, expect, it } from 'vitest';
import { type CaptureSpelling, capture, captureProblem, captureRule, secretsIn } from '../../../src/expr/capture.ts';
import { renderValue, templateOf } from '../../../src/expr/template.ts';
import type { Answer } from '../../../src/history/operation.ts';
import type { Json } from '../../../src/support/json.ts';
import { stringifyJson } from '../../../src/support/lossless-json.ts';
import { randomFor } from '../../../src/support/random.ts';
import { answer } from './answers.ts';

const taken = (spelling: CaptureSpelling, from: Answer) => {
  const { captures, missing } = capture([captureRule('x', spelling)], from);
  return 'x' in captures ? captures['x'] : `missing: ${missing['x']}`;
};

describe('captures', () => {
  const body = answer(201, '{"id": 7, "rows": [{"n": 1}, {"n": 2}], "none": null, "big": 1234567890123456789}', [
    ['etag', '"v1"'],
    ['vary', 'accept'],
    ['vary', 'cookie'],
    ['set-cookie', 'session=old; Path=/'],
    ['set-cookie', 'session=a=b; HttpOnly'],
  ]);

  it.each<[CaptureSpelling, unknown]>([
    ['$.id', 7],
    [{ jsonpath: '$.none' }, null],
    ['$.rows[*].n', [1, 2]],
    ['$.rows[0].n', 1],
    ['$.rows', [{ n: 1 }, { n: 2 }]],
    ['$.big', 1234567890123456789n],
    [{ header: 'ETag' }, '"v1"'],
    [{ header: 'vary' }, 'accept, cookie'],
    [{ cookie: 'session' }, 'a=b'],
    [{ regex: '"id": (\\d+)' }, '7'],
    [{ regex: '"id": \\d+' }, '"id": 7'],
    [{ status: true }, 201],
    [{ body: true }, body.body],
    ['$.gone', 'missing: the body has no $.gone'],
    [{ header: 'x-gone' }, 'missing: the answer has no header x-gone'],
    [{ cookie: 'sess' }, 'missing: the answer sets no cookie sess'],
    [{ regex: 'gone(.*)' }, 'missing: nothing in the body matches /gone(.*)/'],
    [{ regex: '(gone)?id' }, 'missing: nothing in the body matches /(gone)?id/'],
  ])('take %o as %o', (spelling, expected) => {
    expect(taken(spelling, body)).toEqual(expected);
  });

  it('tell why a body has no values', () => {
    expect(taken('$.id', answer(200, '<html>'))).toBe('missing: the body is not JSON, so it has no $.id');
    expect(taken('$.id', answer(204))).toBe('missing: the body is empty, so it has no $.id');
  });

  it.each(['$', { regex: '\\d+' }, { body: true }] as const)(
    'take nothing of a body that is not whole as %o',
    (spelling) => {
      const cut = { ...answer(200, '12'), bodyCut: true } as const;
      expect(taken(spelling, cut)).toContain('the body is not whole: it ended after 2 bytes');
      expect(taken(spelling, { ...cut, bodyBytes: 900 })).toContain('only 2 of its 900 bytes were kept');
    },
  );

  it('carry every digit from the answer through an expression into the next request', () => {
    const { captures } = capture([captureRule('id', '$.big')], body);
    const scope = { names: captures, random: () => randomFor(1), nowMs: () => 0 };
    expect(stringifyJson(renderValue(templateOf('{{ {"next": id + 1} }}'), scope, 'json'))).toBe(
      '{"next":1234567890123456790}',
    );
  });

  it('are not fooled by the keys of a hostile body', () => {
    expect(taken('$.constructor', answer(200, '{}'))).toContain('missing');
    expect(taken("$['__proto__']", answer(200, '{"__proto__": 1}'))).toBe(1);
    expect(taken("$['__proto__']", answer(200, '{"__proto__": 1234567890123456789}'))).toBe(1234567890123456789n);
  });

  it('give up on a path that selects too much', () => {
    const wide = answer(200, `[${'[1,2,3],'.repeat(4000)}1]`);
    expect(taken('$..*', wide)).toContain('selects more than 10000 values');
  });

  it('run the regular expressions of a JSONPath in linear time', () => {
    const from = answer(200, JSON.stringify([{ name: 'a'.repeat(40) + '!' }, { name: 'aaa' }]));
    expect(taken("$[?search(@.name, '(a+)+$')].name", from)).toBe('aaa');
    expect(taken("$[?match(@.name, '(a+)+')].name", from)).toBe('aaa');
    expect(taken("$[?match(@.name, 'a')].name", from)).toContain('missing');
    expect(taken("$[?search(@.name, '(')].name", from)).toContain('missing');
  });
});

describe('rules', () => {
  it('are not optional, and secret only where cookies and credentials are taken', () => {
    expect(captureRule('x', '$.id')).toEqual({
      name: 'x',
      from: { kind: 'jsonpath', path: '$.id' },
      optional: false,
      secret: 'fields',
    });
    expect(captureRule('x', { cookie: 's' })).toMatchObject({ secret: 'whole' });
    expect(captureRule('x', { header: 'X-Api-Key' })).toMatchObject({ secret: 'whole' });
    expect(captureRule('x', { header: 'X-Api-Key', secret: false, optional: true })).toMatchObject({
      secret: 'nothing',
      optional: true,
    });
  });

  it.each<[CaptureSpelling, string, string]>([
    ['$.rows[', '[', 'unclosed bracketed selection'],
    ['id', 'id', "expected '$'"],
    ['', '', ''],
    ['$[?nope(@)]', 'nope(@)]', "no such function 'nope'"],
    [`$.${'a'.repeat(1000)}`, `$.${'a'.repeat(1000)}`, 'expected at most 1000'],
    [{ regex: 'a(' }, 'a(', 'missing closing )'],
    [{ regex: '(a)\\1' }, '(a)\\1', 'invalid escape'],
    [{ regex: 'a'.repeat(1001) }, 'a'.repeat(1001), 'expected at most 1000'],
  ])('with the problem %j are refused, with its place', (spelling, marked, message) => {
    const problem = captureProblem(captureRule('x', spelling));
    const text = typeof spelling === 'string' ? spelling : (spelling.regex ?? '');
    expect(problem?.message).toContain(message);
    expect(text.slice(problem?.start, problem?.end)).toBe(marked);
  });

  it('without a problem are not', () => {
    for (const spelling of ['$.a[?@.b == 1]', { regex: '^a+$' }, { header: 'etag' }, { status: true as const }]) {
      expect(captureProblem(captureRule('x', spelling))).toBeUndefined();
    }
  });
});

describe('the secrets of a capture', () => {
  const secrets = (name: string, spelling: CaptureSpelling, value: Json) =>
    secretsIn([captureRule(name, spelling)], { [name]: value });

  it.each<[string, CaptureSpelling]>([
    ['token', '$.id'],
    ['x', '$.data.access_token'],
    ['x', "$.data['access_token']"],
    ['x', '$.tokens[-1]'],
    ['x', '$..password'],
    ['x', { header: 'x-auth-token' }],
    ['x', { header: 'set-cookie' }],
    ['sessionToken', { regex: 'id=(.*)' }],
  ])('are its value where %s: %j is named like a credential', (name, spelling) => {
    expect(secrets(name, spelling, 'abcdef')).toEqual(['abcdef']);
  });

  it.each<CaptureSpelling>(['$.token.id', '$.code', { header: 'etag' }, { jsonpath: '$.token', secret: false }])(
    'are none where %j is not, or says so',
    (spelling) => {
      expect(secrets('x', spelling, 'abcdef')).toEqual([]);
    },
  );

  it('are every text in a list or a map, and every number that could be looked for', () => {
    const value = { a: ['a"b', 12345678901234567890n], b: 7, c: true, d: null, e: 'true' };
    expect(secrets('token', '$.x', value)).toEqual(['a"b', '12345678901234567890']);
  });

  it('are the fields with such names in whatever else was captured', () => {
    const rows = [{ id: 1, token: 'abcdef', owner: { apiKey: 'ghijkl' } }];
    expect(secrets('rows', '$.rows', rows)).toEqual(['abcdef', 'ghijkl']);
    expect(secrets('rows', { jsonpath: '$.rows', secret: false }, rows)).toEqual([]);
  });
});
