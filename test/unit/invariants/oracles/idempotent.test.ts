import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { Operation } from '../../../../src/history/operation.ts';
import { judge, observed, round } from '../history-builder.ts';
import { type Agreement, agreementText, choices } from './operation-arbitrary.ts';

const keys = ['a', 'b'];
const texts = fc.array(
  fc
    .tuple(fc.constantFrom('paid', 'paid', 'refused', 'lost'), fc.constantFrom(...keys), fc.constantFrom(1, 2, 3))
    .map(([outcome, key, payment]) => `${outcome} key:"${key}"${outcome === 'paid' ? ` payment=${payment}` : ''}`),
  { maxLength: 5 },
);
const lists = fc.array(fc.constantFrom(...keys), { maxLength: 3 });

/** The key that an operation sent. */
function keyOf(values: Operation['values']): string {
  const key = values?.['key'];
  return typeof key === 'string' ? key : '';
}

const agreements: string[] = [];
afterAll(() => void process.stdout.write(`\n${agreements.join('\n')}\n`));

test('idempotent is violated exactly when no correct store gives these answers and has these effects', () => {
  const agreement: Agreement = { runs: 0, impossible: 0, violated: 0 };
  const spec = { idempotent: { key: 'key', effect: 'payment', entries: 'final.payments' } };
  fc.assert(
    fc.property(texts, lists, (operations, payments) => {
      const history = round(operations.join(';'), observed({}, { payments }));
      const possible = explained(history.operations, payments);
      const { verdict } = judge(spec, history);
      agreement.runs += 1;
      if (!possible) agreement.impossible += 1;
      if (verdict === 'violated') agreement.violated += 1;
      expect({ operations, payments, violated: verdict === 'violated' }).toEqual({
        operations,
        payments,
        violated: !possible,
      });
    }),
    { numRuns: 3000, seed: 4 },
  );
  agreements.push(agreementText('idempotency stores', agreement));
});

/** A correct store gives each key one effect at most, with an id of its own, and answers with that. */
function explained(operations: readonly Operation[], payments: readonly string[]): boolean {
  const effects = keys.map((key) => {
    const sent = operations.filter(({ values }) => values?.['key'] === key);
    // What is listed may be of another sender; what can't be is an effect that only refused operations brought about.
    return sent.length === 0 ? [undefined] : [undefined, 1, 2, 3, 4];
  });
  return [...choices(effects)].some(([a, b]) => {
    if (a !== undefined && a === b) return false;
    const ids: Readonly<Record<string, number | undefined>> = { a, b };
    const told = operations.every(
      ({ outcome, values, captures }) => outcome !== 'paid' || ids[keyOf(values)] === captures['payment'],
    );
    const counted = keys.every((key) => {
      if (!operations.some(({ values }) => values?.['key'] === key)) return true;
      return payments.filter((payment) => payment === key).length === (ids[key] === undefined ? 0 : 1);
    });
    return told && counted;
  });
}
