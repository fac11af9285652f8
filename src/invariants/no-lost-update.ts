import { z } from 'zod';
import { judgeBalance } from './balance.ts';
import type { Checker } from './checker.ts';
import { numeric, selection } from './spec-parts.ts';
import { textsOf } from './texts.ts';

const schema = z
  .strictObject({
    of: selection,
    initial: numeric.meta({ description: 'the value before the burst', examples: ['initial.likes'] }),
    final: numeric.meta({ description: 'the value after it', examples: ['final.likes'] }),
    by: numeric.default(1).meta({
      description: 'how much each update adds: a number, or an expression over the operation; default 1',
      examples: [1, 'amount'],
    }),
  })
  .meta({
    description: 'every acknowledged update is in the final value',
    examples: [{ of: 'ok', initial: 'initial.likes', final: 'final.likes' }],
  });

export type NoLostUpdateSpec = z.output<typeof schema>;

/** The final value lies in [initial + acknowledged, initial + acknowledged + unknown], by the rules of `judgeBalance`. */
export const noLostUpdate: Checker<NoLostUpdateSpec> = {
  kind: 'noLostUpdate',
  schema,
  describe: ({ of, final }) => `${final} holds every update of ${of}`,
  references: ({ of, initial, final, by }) => ({
    selections: [{ path: ['of'], text: of }],
    roundExpressions: textsOf({ initial, final }),
    operationExpressions: textsOf({ by }).map((text) => ({ ...text, of })),
  }),
  check: ({ of, initial, final, by }, history) =>
    judgeBalance({ before: initial, after: final, changes: [{ of, weight: by }] }, history),
};
