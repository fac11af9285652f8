import { stripVTControlCharacters } from 'node:util';
import { Chalk } from 'chalk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Progress, progressLine } from '../../../src/reporters/index.ts';
import { columnsOf } from '../../../src/support/visible-text.ts';

const plain = new Chalk({ level: 0 });
const coloured = new Chalk({ level: 1 });
const halfway: Progress = {
  name: 'the last ticket is sold once',
  place: 2,
  scenarios: 5,
  done: 25,
  planned: 40,
  violated: 3,
  spreadNs: 210_000,
  leftMs: 12_300,
};

describe('the progress line', () => {
  it('says how far the hunt is, what it found, how tight the bursts are, and how long it will take', () => {
    expect(progressLine(halfway, 120, plain)).toBe(
      '██████████░░░░░░  25/40 rounds  3 violated  spread 210 µs  13 s left  2 of 5  the last ticket is sold once',
    );
  });

  it('says that the baseline comes first, and promises no time before it knows', () => {
    const { spreadNs: _, leftMs: __, ...start } = halfway;
    expect(progressLine({ ...start, done: 0, violated: 0, scenarios: 1 }, 80, plain)).toBe(
      '░░░░░░░░░░░░░░░░  first the baseline  0 violated  the last ticket is sold once',
    );
  });

  it('gives up what matters least first where the terminal is narrow', () => {
    expect([80, 57, 40, 26, 14].map((columns) => progressLine(halfway, columns, plain))).toEqual([
      '██████████░░░░░░  25/40 rounds  3 violated  spread 210 µs  13 s left  2 of 5',
      '25/40 rounds  3 violated  spread 210 µs  13 s left',
      '25/40 rounds  3 violated  13 s left',
      '25/40 rounds  3 violated',
      '25/40 rounds',
    ]);
  });

  it.each([
    [400, '1 s'],
    [59_900, '1 min 0 s'],
    [61_000, '1 min 1 s'],
    [7_260_000, '2 h 1 min'],
  ])('counts %d ms as %s', (leftMs, text) => {
    expect(progressLine({ ...halfway, leftMs }, 120, plain)).toContain(`  ${text} left`);
  });

  it('never wraps and never steers the terminal, whatever the scenario is called', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc.string({ unit: fc.constantFrom('票', '🎫', 'a', '\n') }),
    );
    fc.assert(
      fc.property(texts, fc.integer({ min: 12, max: 200 }), (name, columns) => {
        const line = stripVTControlCharacters(progressLine({ ...halfway, name }, columns, coloured));
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202e]/);
        expect(columnsOf(line)).toBeLessThanOrEqual(columns);
      }),
    );
  });
});
