import { z } from 'zod';
import { attemptsByKey } from './attempts.ts';
import type { Checker } from './checker.ts';
import { readEntries } from './entries.ts';
import { judgeBooks } from './ledger-books.ts';
import { balanceProblem } from './ledger-sum.ts';
import { entryValue, numeric, operationValue, roundValue, selection } from './spec-parts.ts';
import { textsOf } from './texts.ts';

const schema = z
  .strictObject({
    entries: roundValue.meta({
      description: 'the list of entries as it was read after the burst',
      examples: ['final.entries'],
    }),
    acknowledged: selection.meta({
      description:
        'operations that were told that they are booked; name the request (pay.ok) when the burst sends others beside it',
      examples: ['paid'],
    }),
    key: operationValue.meta({
      description: 'what an operation is recognised by in the list: best a value that it sent',
      examples: ['token'],
    }),
    entryKey: entryValue.default('entry').meta({
      description: 'the same of an entry, which the expression calls `entry`; default: the entry is the key',
      examples: ['entry.token'],
    }),
    before: roundValue.optional().meta({
      description: 'the same list before the burst: its entries belong to no operation of this round',
      examples: ['initial.entries'],
    }),
    total: numeric.optional().meta({
      description:
        'how many entries there are by the own count of the service: a shorter list is a page, and proves no loss',
      examples: ['final.total'],
    }),
    sum: z
      .strictObject({
        of: entryValue.meta({ description: 'the amount of an entry', examples: ['entry.amount'] }),
        from: numeric.default(0).meta({
          description: 'the balance before the entries of this round; default 0',
          examples: ['initial.balance'],
        }),
        to: numeric.meta({ description: 'the balance after them', examples: ['final.balance'] }),
      })
      .optional()
      .meta({
        description: 'the entries add up, to the last digit, to what a balance changed by',
        examples: [{ of: 'entry.amount', from: 'initial.balance', to: 'final.balance' }],
      }),
  })
  .meta({
    description: 'every acknowledged operation has exactly one entry, and no entry is without one',
    examples: [{ entries: 'final.entries', acknowledged: 'paid', key: 'token', entryKey: 'entry.token' }],
  });

export type LedgerSpec = z.output<typeof schema>;

/**
 * Entries are matched to operations by a key. An unknown operation may have one entry, or none: whether it exists is read from
 * the list, when it came to be never. The list was read after the last answer, so that what it lacks is lost.
 */
export const ledger: Checker<LedgerSpec> = {
  kind: 'ledger',
  schema,
  describe: ({ entries, acknowledged }) => `${entries} has exactly one entry for each ${acknowledged}`,
  references: ({ entries, acknowledged, key, entryKey, before, total, sum }) => ({
    selections: [{ path: ['acknowledged'], text: acknowledged }],
    roundExpressions: [
      { path: ['entries'], text: entries },
      ...textsOf({ before, total }),
      ...textsOf({ from: sum?.from, to: sum?.to }, ['sum']),
    ],
    // An entry may stand for any member, whatever it was answered: the key is asked of all of the request.
    operationExpressions: [{ path: ['key'], text: key, of: acknowledged }],
    entryExpressions: [{ path: ['entryKey'], text: entryKey }, ...textsOf({ of: sum?.of }, ['sum'])],
  }),
  check(spec, history) {
    const entries = readEntries(spec, history);
    if (entries.kind === 'missing') return { verdict: 'inconclusive', because: entries.because };
    const attempts = attemptsByKey([spec.acknowledged], spec.key, history.operations);
    const balance = spec.sum === undefined ? undefined : balanceProblem(spec.sum, entries.value, history);
    return judgeBooks(spec.acknowledged, entries.value, attempts, balance);
  },
};
