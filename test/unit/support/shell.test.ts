import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printfBytes, shellQuoted, shellWord, variableName, variableNames } from '../../../src/support/shell.ts';

/** What a real shell makes of a word. */
function said(word: string, env: Readonly<Record<string, string>> = {}): Buffer {
  return execFileSync('sh', ['-c', `printf %s ${word}`], { env: { PATH: process.env['PATH'] ?? '', ...env } });
}

describe('a word of a shell', () => {
  it('is the text itself, whatever the text holds', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).filter((each) => !each.includes('\0'));
    fc.assert(
      fc.property(text, (each) => {
        expect(said(shellQuoted(each))).toEqual(Buffer.from(each));
      }),
      { numRuns: 40 },
    );
  });

  it('stays bare where it can, and holds variables that are neither split nor taken for a command', () => {
    expect(shellQuoted('http://127.0.0.1:4100/a?b')).toBe("'http://127.0.0.1:4100/a?b'");
    expect(shellQuoted('--seed=7')).toBe('--seed=7');
    const word = shellWord(['Bearer ', '', { variable: 'TOKEN' }, `'s`]);
    expect(word).toBe(`'Bearer '"\${TOKEN}"''\\''s'`);
    expect(said(word, { TOKEN: '$(id) `x` *' }).toString()).toBe("Bearer $(id) `x` *'s");
    expect(shellWord([''])).toBe("''");
  });

  it('can write any bytes', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    expect(Uint8Array.from(execFileSync('sh', ['-c', `printf ${printfBytes(bytes)}`]))).toEqual(bytes);
  });

  it('names variables by what is left of a text', () => {
    expect(['x-api-key', 'body of 3', '4th', ''].map((text) => variableName(text))).toEqual([
      'X_API_KEY',
      'BODY_OF_3',
      'V_4TH',
      'V_',
    ]);
  });

  it('tells texts apart that differ in case or in signs only, and leaves those of the shell alone', () => {
    expect(variableNames(['token', 'TOKEN', 'adminToken', 'path'], new Set(['ADMIN_TOKEN']))).toEqual({
      token: 'TOKEN',
      TOKEN: 'TOKEN2',
      adminToken: 'ADMIN_TOKEN2',
      path: 'PATH_SECRET',
    });
  });
});
