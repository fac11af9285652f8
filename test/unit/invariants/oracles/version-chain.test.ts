import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Operation } from '../../../../src/history/operation.ts';
import { judge, observed, round } from '../history-builder.ts';
import { type Agreement, agreementText, choices, operationText } from './operation-arbitrary.ts';

/** A store of one document: every version that may occur. */
const universe = [1, 2, 3, 4];

const own = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 }))
  .map(([base, made]) => `base:${base} made=${made}`);

const agreements: string[] = [];
afterAll(() => void process.stdout.write(`\n${agreements.join('\n')}\n`));

describe.each([
  ['with both ends', true],
  ['without', false],
])('versionChain %s', (name, ends) => {
  const spec = {
    versionChain: {
      of: 'ok',
      from: 'base',
      to: 'made',
      ...(ends && { initial: 'initial.version', final: 'final.version' }),
    },
  };

  const compare = (outcomes: fc.Arbitrary<string>, lastStart: number, exact: boolean) => {
    const agreement: Agreement = { runs: 0, impossible: 0, violated: 0 };
    const operation = operationText(outcomes, own, { lastStart });
    fc.assert(
      fc.property(
        fc.array(operation, { maxLength: 4 }),
        fc.constantFrom(1, 2),
        fc.constantFrom(...universe),
        (texts, first, last) => {
          const history = round(texts.join(';'), observed({ version: first }, { version: last }));
          const possible = explained(history.operations, ends ? first : undefined, ends ? last : undefined);
          const { verdict } = judge(spec, history);
          agreement.runs += 1;
          if (!possible) agreement.impossible += 1;
          if (verdict === 'violated') agreement.violated += 1;
          if (verdict === 'violated' || exact)
            expect({ texts, violated: verdict === 'violated' }).toEqual({ texts, violated: !possible });
        },
      ),
      { numRuns: 1500, seed: 2 },
    );
    expect(agreement.violated).toBeGreaterThan(100);
    agreements.push(agreementText(`version chains ${name}`, agreement));
  };

  test('is violated only when no order of the writes explains the versions', () => {
    compare(fc.constantFrom('ok', 'ok', 'ok', 'lost', 'refused'), 6, false);
  });

  test('is violated exactly then, when all writes overlap and no outcome is unknown', () => {
    compare(fc.constantFrom('ok', 'ok', 'refused'), 0, true);
  });
});

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly begin: number;
  readonly end: number;
  readonly atFinal: boolean;
}

/** Tries every effect of the unknown writes, and every order inside the intervals. */
function explained(operations: readonly Operation[], first: number | undefined, last: number | undefined): boolean {
  const edges = operations.flatMap((operation): (readonly (Edge | undefined)[])[] => {
    const { outcome, values, captures, stagedAtNs: begin = 0, doneAtNs: end = Infinity } = operation;
    const from = Number(values?.['base']);
    if (outcome === 'refused') return [];
    if (outcome === 'lost')
      return [[undefined, ...universe.map((to) => ({ from, to, begin, end: Infinity, atFinal: false }))]];
    return [[{ from, to: Number(captures['made']), begin, end, atFinal: true }]];
  });
  const starts = first === undefined ? universe : [first];
  return [...choices(edges)].some((chosen) => {
    const taken = chosen.filter((edge) => edge !== undefined);
    return starts.some((start) => walks(start, taken, last));
  });
}

/** Unknown writes may come after the final version was read; acknowledged ones were there before. */
function walks(at: number, left: readonly Edge[], last: number | undefined): boolean {
  const seen = left.every(({ atFinal }) => !atFinal) && (last === undefined || at === last);
  if (seen) return true;
  const firstEnd = Math.min(...left.map(({ end }) => end));
  return left.some(
    (next) =>
      next.from === at &&
      next.begin <= firstEnd &&
      walks(
        next.to,
        left.filter((edge) => edge !== next),
        last,
      ),
  );
}
