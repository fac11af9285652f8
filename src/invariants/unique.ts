import { z } from 'zod';
import { canonicalJson } from '../support/canonical-json.ts';
import { capturedValues, valueText } from './captured-values.ts';
import type { Checker } from './checker.ts';
import { operationValue, selection } from './spec-parts.ts';
import { bothAnswersKnown, countOf, listed } from './wording.ts';

const schema = z.strictObject({ of: selection, value: operationValue }).meta({
  description: 'no two captured values are equal (ticket numbers, ids, tokens)',
  examples: [{ of: 'sold', value: 'ticket' }],
});

export type UniqueSpec = z.output<typeof schema>;

/** Violated when two answers carry the same value. Operations of unknown effect carry none, and can't take that back. */
export const unique: Checker<UniqueSpec> = {
  kind: 'unique',
  schema,
  describe: ({ of, value }) => `no two ${of} have the same ${value}`,
  references: ({ of, value }) => ({
    selections: [{ path: ['of'], text: of }],
    operationExpressions: [{ path: ['value'], text: value, of }],
  }),
  check({ of, value }, history) {
    const { groups, count, missing } = capturedValues(of, value, history, canonicalJson);
    const nothing = groups.find(({ shown }) => shown === 'null');
    const duplicates = groups.filter((group) => group !== nothing && group.operations.length > 1);
    const [shared] = duplicates;
    if (shared !== undefined) {
      const members = shared.operations.map(({ member }) => member);
      return {
        verdict: 'violated',
        expected: `no two ${of} have the same ${value}`,
        measured: `${value} is ${valueText(shared)}`,
        witness: members.slice(0, 2),
        because: bothAnswersKnown,
        ...(duplicates.length > 1 && { details: listed(duplicates.map(valueText)) }),
      };
    }
    if (nothing !== undefined) return { verdict: 'inconclusive', because: `\`${value}\` is ${valueText(nothing)}` };
    if (missing !== undefined) return { verdict: 'inconclusive', because: missing };
    return { verdict: 'held', measured: countOf(count, 'different value') };
  },
};
