import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSource } from '../../../src/scenario/index.ts';
import { projectSchema } from '../../../src/scenario/schema.ts';
import { type Diagnostic, RacehoundError } from '../../../src/support/diagnostic.ts';
import { formatDiagnostics } from '../../../src/support/diagnostic-text.ts';
import { everyKey } from './every-key.ts';

const project = projectSchema.parse({});
const options = { env: { ADMIN_TOKEN: 'x' }, requireSecrets: true, variables: {} };

/** What the user is told; nothing when the scenario is good. Anything but a refusal in words is a bug and thrown. */
function told(text: string): readonly Diagnostic[] {
  try {
    checkSource({ path: 'fuzz.race.yaml', text }, '.', project, options);
    return [];
  } catch (error) {
    if (error instanceof RacehoundError && error.diagnostics.length > 0) return error.diagnostics;
    throw error;
  }
}

/** Loaded or refused in words that point into the text and can't steer the terminal. */
function isAnswered(text: string): boolean {
  const diagnostics = told(text);
  const inside = diagnostics.every(
    ({ span }) => span === undefined || (0 <= span.start && span.start <= span.end && span.end <= text.length),
  );
  return inside && !/[^\P{Cc}\n]/u.test(formatDiagnostics(diagnostics));
}

const hostile =
  String.raw`{{ }} {{x}} " ' [ ] { } # *a &a !!js % @ | > <<: __proto__ constructor ? 1e999 -0 .nan ~ (a+)+$ $..* 0x
  99999999999999999999 null each {{[1].map(x,[1].map(y,y))}} {{"\ env.X ../../ --- each instance`
    .split(/\s+/)
    .concat(': ', '- ', '\n', '\t', '`', '\r', '---\n', '\u0000', '\u001b[31m', '\u202e', '\ud800');

const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(200)),
  insert: fc.oneof(fc.constant(''), fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 8 })),
  repeat: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.nat(300) }),
});

/** Lines swapped, moved deeper, doubled: what stays YAML but means something else. */
const rearrangement = fc.record({
  from: fc.double({ min: 0, max: 0.999, noNaN: true }),
  to: fc.double({ min: 0, max: 0.999, noNaN: true }),
  indent: fc.integer({ min: -2, max: 4 }),
});

describe('a scenario that was tampered with', () => {
  it('starts from scenarios that are good', () => {
    expect(everyKey.map(told)).toEqual(everyKey.map(() => []));
  });

  it('is loaded or refused in words, whatever bytes were changed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...everyKey),
        fc.array(mutation, { minLength: 1, maxLength: 6 }),
        (text, mutations) => {
          let changed = text;
          for (const { at, length, insert, repeat } of mutations) {
            const start = Math.floor(at * changed.length);
            changed = changed.slice(0, start) + insert.repeat(repeat) + changed.slice(start + length);
          }
          expect(isAnswered(changed)).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('is loaded or refused in words, however its lines were rearranged', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...everyKey),
        fc.array(rearrangement, { minLength: 1, maxLength: 5 }),
        (text, rearrangements) => {
          const lines = text.split('\n');
          for (const { from, to, indent } of rearrangements) {
            const [line = ''] = lines.splice(Math.floor(from * lines.length), 1);
            const moved = indent < 0 ? line.slice(-indent) : ' '.repeat(indent) + line;
            lines.splice(Math.floor(to * lines.length), 0, moved);
          }
          expect(isAnswered(lines.join('\n'))).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is loaded or refused in words, whatever value stands under whatever key', () => {
    const keys = [...new Set(everyKey.join('\n').match(/[a-zA-Z]+(?=:)/g))];
    const value = fc.json({ maxDepth: 3 });
    const entries = fc.array(fc.tuple(fc.constantFrom(...keys), value), { maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...everyKey), entries, (text, extra) => {
        const replaced = extra.reduce(
          (all, [key, json]) => all.replace(new RegExp(`\\b${key}: .*`), () => `${key}: ${json}`),
          text,
        );
        expect(isAnswered(replaced)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
