import { z } from 'zod';
import { capturedValues, valueText } from './captured-values.ts';
import type { Checker } from './checker.ts';
import { identityText } from './plain-value.ts';
import { operationValue, selection } from './spec-parts.ts';
import { bothAnswersKnown, countOf, listed } from './wording.ts';

const schema = z.strictObject({ of: selection, value: operationValue }).meta({
  description: 'all captured values are equal (one computation shared by a herd, idempotent answers)',
  examples: [{ of: 'ok', value: 'generation' }],
});

export type IdenticalSpec = z.output<typeof schema>;

/** Violated when two answers carry different values. Operations of unknown effect carry none. */
export const identical: Checker<IdenticalSpec> = {
  kind: 'identical',
  schema,
  describe: ({ of, value }) => `all ${of} have the same ${value}`,
  references: ({ of, value }) => ({
    selections: [{ path: ['of'], text: of }],
    operationExpressions: [{ path: ['value'], text: value, of }],
  }),
  check({ of, value }, history) {
    const { groups, count, missing } = capturedValues(of, value, history, identityText);
    if (groups.length > 1) {
      return {
        verdict: 'violated',
        expected: `all ${of} have the same ${value}`,
        measured: `${countOf(groups.length, 'different value')}: ${groups
          .slice(0, 3)
          .map(({ shown }) => shown)
          .join(', ')}${groups.length > 3 ? ' ...' : ''}`,
        witness: groups.flatMap(({ operations }) => operations.slice(0, 1).map(({ member }) => member)),
        because: bothAnswersKnown,
        details: listed(groups.map(valueText)),
      };
    }
    if (missing !== undefined) return { verdict: 'inconclusive', because: missing };
    const [only] = groups;
    return {
      verdict: 'held',
      measured: only === undefined ? 'no value' : `${only.shown} in ${countOf(count, 'answer')}`,
    };
  },
};
