import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/support/diagnostic.ts';
import { formatDiagnostic, lineAndColumn } from '../../../src/support/diagnostic-text.ts';

function at(text: string, part: string, extra: Partial<Diagnostic> = {}): Diagnostic {
  const start = text.indexOf(part);
  return {
    code: 'RH1',
    title: 'wrong',
    source: { path: 'a.yaml', text },
    span: { start, end: start + part.length },
    ...extra,
  };
}

describe('a diagnostic as text', () => {
  it('begins with file, line and column, shows the line, and puts carets under the place', () => {
    const diagnostic = at('one: 1\ntwo: zwei\n', 'zwei', { label: 'not a number', help: 'write 2' });
    expect(formatDiagnostic(diagnostic)).toBe(
      ['a.yaml:2:6: wrong [RH1]', '  |', '2 | two: zwei', '  |      ^^^^ not a number', '  help: write 2'].join('\n'),
    );
  });

  it('is one line where there is no place to show, and names the file where there is one', () => {
    expect(formatDiagnostic({ code: 'RH1', title: 'wrong' })).toBe('wrong [RH1]');
    expect(formatDiagnostic({ code: 'RH1', title: 'wrong', source: { path: 'a', text: '' } })).toBe('a: wrong [RH1]');
  });

  it('marks the first line of a place that goes over several', () => {
    expect(formatDiagnostic(at('a: |\n  x\n  y\n', '|\n  x\n  y'))).toContain('1 | a: |\n  |    ^');
  });

  it('shows one caret at the end of the text and in an empty one', () => {
    const text = 'a: 1\n';
    const end = { code: 'RH1', title: 'wrong', source: { path: 'a', text }, span: { start: 5, end: 5 } };
    expect(formatDiagnostic(end)).toBe('a:2:1: wrong [RH1]\n  |\n2 |\n  | ^');
  });

  it('keeps carets below tabs, wide characters and combining marks', () => {
    for (const before of ['\t', '漢字', 'e\u0301e\u0301', '🏁']) {
      const [, , line = '', carets = ''] = formatDiagnostic(at(`${before}x`, 'x')).split('\n');
      const columns = { '\t': 2, 漢字: 4, 'e\u0301e\u0301': 2, '🏁': 2 }[before] ?? 0;
      expect(line.endsWith('x')).toBe(true);
      expect(carets).toBe(`  | ${' '.repeat(columns)}^`);
    }
  });

  it('cuts a long line around the place', () => {
    const text = `${'a'.repeat(5000)}HERE${'b'.repeat(5000)}`;
    const [, , line = '', carets = ''] = formatDiagnostic(at(text, 'HERE')).split('\n');
    expect(line.length).toBeLessThan(130);
    expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('HERE');
  });

  it('indents the second line of a remedy', () => {
    expect(formatDiagnostic({ code: 'RH1', title: 'wrong', help: 'one\ntwo' })).toBe(
      'wrong [RH1]\n  help: one\n        two',
    );
  });

  it('paints each part on its own', () => {
    const mark = (name: string) => (text: string) => `<${name}>${text}</>`;
    const paint = { place: mark('p'), title: mark('t'), frame: mark('f'), carets: mark('c'), help: mark('h') };
    expect(formatDiagnostic(at('x', 'x', { help: 'do' }), paint).split('\n')).toEqual([
      '<p>a.yaml:1:1</>: <t>wrong</> <f>[RH1]</>',
      '<f>  |</>',
      '<f>1 |</> x',
      '<f>  |</> <c>^</>',
      '  <h>help:</> do',
    ]);
  });

  it('lets nothing steer the terminal, whatever the file, its name and the messages hold', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, text, fc.nat(), fc.nat(), (path, source, words, start, length) => {
        const from = start % (source.length + 1);
        const diagnostic = {
          code: 'RH1',
          title: words,
          label: words,
          help: words,
          source: { path, text: source },
          span: { start: from, end: Math.min(source.length, from + (length % 50)) },
        };
        expect(formatDiagnostic(diagnostic)).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}/u);
      }),
    );
  });

  it('finds lines and columns as editors count them', () => {
    expect(lineAndColumn('a\nbc', 0)).toEqual({ line: 1, column: 1 });
    expect(lineAndColumn('a\nbc', 3)).toEqual({ line: 2, column: 2 });
  });
});
