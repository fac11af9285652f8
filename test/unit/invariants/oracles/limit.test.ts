import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Operation } from '../../../../src/history/operation.ts';
import { judge, round } from '../history-builder.ts';
import { type Agreement, agreementText, choices, operationText, span } from './operation-arbitrary.ts';

/** Length of the period on the grid, and how many pass in one. */
const period = 3;
const atMost = 1;
const burst = 2;

/** Is there a correct limiter that let requests through at these instants, in ascending order? */
const legal = {
  sliding: (instants: readonly number[]) =>
    instants.every((atNs) => instants.filter((other) => other > atNs - period && other <= atNs).length <= atMost),
  fixed: (instants: readonly number[]) =>
    span(0, period - 1).some((offset) => {
      const periods = instants.map((atNs) => Math.floor((atNs + offset) / period));
      return periods.every((one) => periods.filter((other) => other === one).length <= atMost);
    }),
  bucket(instants: readonly number[]) {
    let thirds = burst * period;
    let lastNs = instants[0] ?? 0;
    return instants.every((atNs) => {
      thirds = Math.min(burst * period, thirds + (atNs - lastNs) * atMost);
      lastNs = atNs;
      thirds -= period;
      return thirds >= 0;
    });
  },
};

const agreements: string[] = [];
afterAll(() => void process.stdout.write(`\n${agreements.join('\n')}\n`));

describe.each(['sliding', 'fixed', 'bucket'] as const)('limit of kind %s', (kind) => {
  test('is violated only when no correct limiter can have let them through at any instants of their intervals', () => {
    const agreement: Agreement = { runs: 0, impossible: 0, violated: 0 };
    const operation = operationText(fc.constantFrom('ok', 'ok', 'ok', 'lost', 'refused'), fc.constant(''));
    const spec = { limit: { of: 'ok', atMost, per: `${period / 1000}us`, kind, ...(kind === 'bucket' && { burst }) } };
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 6 }), (texts) => {
        const history = round(texts.join(';'));
        const passed = history.operations.filter(({ outcome }) => outcome === 'ok');
        const possible = [...choices(passed.map(instantsOf))].some((instants) =>
          legal[kind]([...instants].sort((one, other) => one - other)),
        );
        const { verdict } = judge(spec, history);
        agreement.runs += 1;
        if (!possible) agreement.impossible += 1;
        if (verdict === 'violated') {
          agreement.violated += 1;
          expect(possible).toBe(false);
        }
      }),
      { numRuns: 2000, seed: 1 },
    );
    expect(agreement.violated).toBeGreaterThan(100);
    agreements.push(agreementText(kind, agreement));
  });
});

function instantsOf({ stagedAtNs = 0, doneAtNs = 0 }: Operation): readonly number[] {
  return span(stagedAtNs, doneAtNs);
}
