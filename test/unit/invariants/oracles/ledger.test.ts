import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { Operation } from '../../../../src/history/operation.ts';
import { judge, observed, round } from '../history-builder.ts';
import { type Agreement, agreementText, choices } from './operation-arbitrary.ts';

const keys = ['a', 'b', 'c'];
const unknownKey = fc.constantFrom('', ...keys.map((key) => `token:"${key}"`));
const texts = fc.array(
  fc.tuple(fc.constantFrom('paid', 'paid', 'refused', 'lost'), unknownKey).map((parts) => parts.join(' ').trim()),
  { maxLength: 4 },
);
/** An entry whose key is not known is empty. */
const lists = fc.array(fc.constantFrom(...keys, 'x', ''), { maxLength: 4 });

const agreements: string[] = [];
afterAll(() => void process.stdout.write(`\n${agreements.join('\n')}\n`));

test('ledger is violated exactly when no correct ledger has these entries', () => {
  const agreement: Agreement = { runs: 0, impossible: 0, violated: 0 };
  const spec = { ledger: { entries: 'final.entries', acknowledged: 'paid', key: 'token', entryKey: 'entry.token' } };
  fc.assert(
    fc.property(texts, lists, (operations, list) => {
      const entries = list.map((token) => (token === '' ? {} : { token }));
      const history = round(operations.join(';'), observed({}, { entries }));
      const possible = explained(history.operations, list);
      const { verdict } = judge(spec, history);
      agreement.runs += 1;
      if (!possible) agreement.impossible += 1;
      if (verdict === 'violated') agreement.violated += 1;
      expect({ operations, list, violated: verdict === 'violated' }).toEqual({ operations, list, violated: !possible });
    }),
    { numRuns: 3000, seed: 3 },
  );
  agreements.push(agreementText('ledgers', agreement));
});

/** A correct ledger books what it acknowledges once, what it refuses never, and what is unknown once or never. */
function explained(operations: readonly Operation[], list: readonly string[]): boolean {
  const booked = operations.flatMap(({ outcome, values }): (readonly string[])[] => {
    const key = values?.['token'];
    // Nobody knows the key of some operations: it may be any, also one that nobody else has.
    const own = typeof key === 'string' ? [key] : [...keys, 'x'];
    if (outcome === 'refused') return [];
    return [outcome === 'lost' ? ['', ...own] : own];
  });
  const known = list.filter((key) => key !== '').sort();
  return [...choices(booked)].some((chosen) => {
    const left = chosen.filter((key) => key !== '');
    // Every entry with a key is one of them, and those without a key are the rest.
    const matched = known.every((key) => {
      const place = left.indexOf(key);
      if (place !== -1) left.splice(place, 1);
      return place !== -1;
    });
    return matched && left.length === list.length - known.length;
  });
}
