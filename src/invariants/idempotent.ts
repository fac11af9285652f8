import { z } from 'zod';
import { attemptsByKey } from './attempts.ts';
import type { Checker } from './checker.ts';
import { readEntries } from './entries.ts';
import { judgeKeys } from './idempotent-keys.ts';
import { entryValue, numeric, operationValue, roundValue, selection } from './spec-parts.ts';
import { textsOf } from './texts.ts';

const schema = z
  .strictObject({
    key: operationValue.meta({ description: 'the idempotency key that an operation sent', examples: ['key'] }),
    effect: operationValue.optional().meta({
      description: 'the id of what an operation brought about, from its answer',
      examples: ['payment'],
    }),
    answer: operationValue.optional().meta({
      description: 'what the final answers to one key must have in common; leave out what may change, such as a date',
      examples: ['[status, total]'],
    }),
    of: z
      .union([selection, z.array(selection).min(1)])
      .optional()
      .meta({
        description:
          'operations that got a final answer: an outcome or a list of them; default: all that took effect and have a key. Answers such as "in progress" (409, 425) are none',
        examples: ['paid', ['paid', 'declined']],
      }),
    entries: roundValue.optional().meta({
      description: 'the list of all effects, as it was read after the burst: they are counted in it',
      examples: ['final.payments'],
    }),
    entryKey: entryValue.optional().meta({
      description: 'the idempotency key of an entry; default: the entry is the key',
      examples: ['entry.key'],
    }),
    before: roundValue.optional().meta({
      description:
        'the same list before the burst: a key that has its effect there may be sent again, and brings no other',
      examples: ['initial.payments'],
    }),
    total: numeric.optional().meta({
      description:
        'how many effects there are by the own count of the service: a shorter list is a page, and proves no loss',
      examples: ['final.total'],
    }),
  })
  .superRefine(({ effect, answer, entries, entryKey, before, total }, context) => {
    if (context.issues.length > 0) return;
    const [needsEntries] = Object.entries({ entryKey, before, total }).flatMap(([name, given]) =>
      given === undefined ? [] : [name],
    );
    if (effect === undefined && answer === undefined && entries === undefined)
      context.addIssue({ code: 'custom', message: 'expected at least one of effect, answer, entries, found none' });
    else if (entries === undefined && needsEntries !== undefined)
      context.addIssue({ code: 'custom', message: `${needsEntries} needs entries, such as entries: final.payments` });
  })
  .meta({
    description: 'one effect and one final answer for each idempotency key, however often it was sent',
    examples: [
      { key: 'key', effect: 'payment' },
      { of: 'paid', key: 'key', effect: 'payment', answer: 'total', entries: 'final.payments', entryKey: 'entry.key' },
    ],
  });

export type IdempotentSpec = z.output<typeof schema>;

/** Several keys may be sent in one burst; each is judged on its own, and no two may share an effect: see `judgeKeys`. */
export const idempotent: Checker<IdempotentSpec> = {
  kind: 'idempotent',
  schema,
  describe: ({ key }) => `one effect and one answer for each ${key}`,
  references(spec) {
    const [of = ''] = selections(spec);
    return {
      selections: selections(spec).map((text, place) => ({
        path: typeof spec.of === 'string' ? ['of'] : ['of', String(place)],
        text,
      })),
      operationExpressions: textsOf({ key: spec.key, effect: spec.effect, answer: spec.answer }).map((text) => ({
        ...text,
        of,
      })),
      roundExpressions: textsOf({
        entries: spec.entries,
        before: spec.before,
        total: spec.total,
      }),
      entryExpressions: textsOf({ entryKey: spec.entryKey }),
    };
  },
  check(spec, history) {
    const { entries, entryKey = 'entry', before, total } = spec;
    const read = entries === undefined ? undefined : readEntries({ entries, entryKey, before, total }, history);
    if (read?.kind === 'missing') return { verdict: 'inconclusive', because: read.because };
    const { missing, ...attempts } = attemptsByKey(selections(spec), spec.key, history.operations);
    // Where nobody says which operations matter, those without a key do not, unless none has one.
    const owed = spec.of !== undefined || attempts.byKey.size === 0 ? missing : undefined;
    return judgeKeys(spec, { ...attempts, ...(owed !== undefined && { missing: owed }) }, read?.value);
  },
};

function selections({ of }: IdempotentSpec): readonly string[] {
  return of === undefined ? [] : [of].flat();
}
