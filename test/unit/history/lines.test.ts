import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { linesOf } from '../../../src/history/lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'racehound-lines-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(text: string): string {
  const path = join(folder, 'lines');
  writeFileSync(path, text);
  return path;
}

describe('the lines of a file', () => {
  it('are those that a split would give, also across the chunks in which they are read', () => {
    const lines = ['short', 'ä'.repeat(700_000), '', `${'x'.repeat(1024 * 1024 - 7)}é`, 'last'];
    expect([...linesOf(written(lines.join('\n')))]).toEqual(lines);
    expect([...linesOf(written('a\nb\n'))]).toEqual(['a', 'b']);
    expect([...linesOf(written(''))]).toEqual([]);
  });
});
