import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { captureCommand, jqFilter } from '../../../../src/reporters/curl/capture-command.ts';
import type { Json } from '../../../../src/support/json.ts';

const folder = mkdtempSync(join(tmpdir(), 'racehound-capture-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const files = { head: join(folder, 'head'), body: join(folder, 'body') };
writeFileSync(files.head, 'HTTP/1.1 201 Created\r\nETag: W/"a: b"\r\nset-cookie: sid=x=1; HttpOnly\r\n\r\n');
writeFileSync(files.body, '{"id":"it\'s","list":[{"n":7}],"a b":true}');

function taken(spec: Json): string {
  return execFileSync('sh', ['-c', captureCommand(spec, files) ?? 'exit 9'])
    .toString()
    .replace(/\n$/, '');
}

describe('a capture in a script', () => {
  it('takes what Racehound would take, from head and body', () => {
    expect(taken('$.id')).toBe("it's");
    expect(taken({ jsonpath: "$.list[0]['n']" })).toBe('7');
    expect(taken({ jsonpath: "$['a b']" })).toBe('true');
    expect(taken({ header: 'etag' })).toBe('W/"a: b"');
    expect(taken({ cookie: 'sid' })).toBe('x=1');
    expect(taken({ status: true })).toBe('201');
    expect(taken({ body: true })).toContain('"a b":true');
  });

  it('is left out where only Racehound can take it', () => {
    const beyond: readonly Json[] = ['$..id', '$.list[*]', '$.list[?@.n==7]', { regex: 'x' }, { header: 'a b' }, 7];
    expect(beyond.map((spec) => captureCommand(spec, files))).toEqual(beyond.map(() => undefined));
    expect(jqFilter('$')).toBe('.');
  });
});
