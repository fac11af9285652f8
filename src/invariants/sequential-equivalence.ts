import { z } from 'zod';
import type { Checker } from './checker.ts';
import { judgeMultisets } from './judge-multisets.ts';
import { baselineMultiset, listedMultisets } from './reference-multisets.ts';
import { seenAnswers } from './seen-answers.ts';
import { numeric, operationValue, selection } from './spec-parts.ts';

const value = z.union([z.number(), z.boolean(), z.null(), z.string()]);

const schema = z
  .strictObject({
    of: selection.optional().meta({
      description: 'which operations: an outcome, a request of the burst, or both; default: all',
      examples: ['redeem'],
    }),
    value: operationValue
      .optional()
      .meta({ description: 'what else of each answer counts: an expression over the operation', examples: ['ticket'] }),
    reference: z
      .literal('baseline')
      .optional()
      .meta({ description: 'one at a time the answers are always those of the baseline', examples: ['baseline'] }),
    allowed: z
      .array(z.record(z.string(), z.union([numeric, z.array(value)])))
      .min(1)
      .optional()
      .meta({
        description:
          'what serial runs give: for each outcome its number, or the list of its values; outcomes left out do not occur',
        examples: [[{ sold: 1, refused: 19 }]],
      }),
  })
  .superRefine(({ reference, allowed = [], value: each }, context) => {
    if (context.issues.length > 0) return;
    const given = Number(reference !== undefined) + Number(allowed.length > 0);
    if (given !== 1) {
      const found = given === 0 ? 'neither' : 'both';
      context.addIssue({ code: 'custom', message: `expected exactly one of reference, allowed, found ${found}` });
    }
    for (const [place, multiset] of allowed.entries())
      for (const [kind, values] of Object.entries(multiset))
        if (each === undefined && Array.isArray(values))
          context.addIssue({
            code: 'custom',
            path: ['allowed', place, kind],
            message: 'expected a number: a list of values needs `value`, which says what to compare with them',
          });
  })
  .meta({
    description: 'the answers of the burst are those that some serial run gives, in whatever order',
    examples: [{ reference: 'baseline' }, { allowed: [{ sold: 1, refused: 19 }] }],
  });

export type SequentialEquivalenceSpec = z.output<typeof schema>;

/**
 * The sequential run of the same service is the oracle (as in Lincheck): the multiset of outcomes, with a value each where the
 * scenario asks for one, must be one that a serial run gives. A serial run is one sample, so this is sound only where the user
 * vouches for it: by listing what is allowed, or by saying that the baseline always comes out alike.
 */
export const sequentialEquivalence: Checker<SequentialEquivalenceSpec> = {
  kind: 'sequentialEquivalence',
  schema,
  describe: ({ of = 'the burst', value: each }) =>
    `the answers of ${of}${each === undefined ? '' : ` with their ${each}`} are those of a serial run`,
  references: ({ of, value: each, allowed = [] }) => ({
    selections: [
      ...(of === undefined ? [] : [{ path: ['of'], text: of }]),
      ...allowed.flatMap((multiset, place) =>
        Object.keys(multiset).map((outcome) => ({ path: ['allowed', String(place), outcome], text: outcome })),
      ),
    ],
    roundExpressions: allowed.flatMap((multiset, place) =>
      Object.entries(multiset).flatMap(([outcome, count]) =>
        typeof count === 'string' ? [{ path: ['allowed', String(place), outcome], text: count }] : [],
      ),
    ),
    operationExpressions: each === undefined ? [] : [{ path: ['value'], text: each, of: of ?? '' }],
  }),
  check(spec, history, baseline) {
    const { allowed, of, value: each } = spec;
    const byRequest =
      allowed === undefined
        ? seenAnswers({ of, byRequest: false }, history).requests.length > 1
        : allowed.some((multiset) => Object.keys(multiset).some((kind) => kind.includes('.')));
    const rules = { of, value: each, byRequest };
    const references =
      allowed === undefined
        ? baselineMultiset(rules, history.kind === 'baseline' ? history : baseline)
        : listedMultisets(allowed, history);
    if (references.kind === 'missing') return { verdict: 'inconclusive', because: references.because };
    return judgeMultisets(seenAnswers(rules, history), references.value);
  },
};
