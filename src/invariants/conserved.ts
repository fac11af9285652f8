import { z } from 'zod';
import { judgeBalance } from './balance.ts';
import type { Checker } from './checker.ts';
import { numeric, selection } from './spec-parts.ts';
import { textsOf } from './texts.ts';

const schema = z
  .strictObject({
    before: numeric.meta({ description: 'what the books said before the burst', examples: ['initial.stock'] }),
    after: numeric.meta({ description: 'what they say after it', examples: ['final.stock'] }),
    change: z
      .record(selection, numeric)
      .refine((change) => Object.keys(change).length > 0, 'expected at least one entry, such as sold: -1')
      .meta({
        description: 'by how much each operation changes them: a number, or an expression over the operation',
        examples: [{ sold: -1 }, { deposited: 'amount', withdrawn: '-amount' }],
      }),
  })
  .meta({
    description: 'what the books lost or gained is what the answers claim',
    examples: [{ before: 'initial.stock', after: 'final.stock', change: { sold: -1 } }],
  });

export type ConservedSpec = z.output<typeof schema>;

/** `after == before + sum of change`, by the rules of `judgeBalance`. */
export const conserved: Checker<ConservedSpec> = {
  kind: 'conserved',
  schema,
  describe: ({ before, after, change }) =>
    `${after} = ${before} ${Object.entries(change)
      .map(([of, weight]) => `+ (${weight}) per ${of}`)
      .join(' ')}`,
  references: ({ before, after, change }) => ({
    selections: Object.keys(change).map((of) => ({ path: ['change', of], text: of })),
    roundExpressions: textsOf({ before, after }),
    operationExpressions: Object.keys(change).flatMap((of) =>
      textsOf({ [of]: change[of] }, ['change']).map((text) => ({ ...text, of })),
    ),
  }),
  check: ({ before, after, change }, history) =>
    judgeBalance({ before, after, changes: Object.entries(change).map(([of, weight]) => ({ of, weight })) }, history),
};
