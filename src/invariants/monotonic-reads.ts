import { z } from 'zod';
import type { RoundHistory } from '../history/history.ts';
import { durationText } from '../support/duration.ts';
import { evaluate } from '../expr/expression.ts';
import type { Checker } from './checker.ts';
import { identityText } from './plain-value.ts';
import { type Access, ofTheSame, registerOf, unlessUnvalued } from './register.ts';
import { oneOfValueAndVersion, perKey, registerKeys, registerReferences, registerSpec } from './register-spec.ts';
import { roundValues } from './round-values.ts';
import { staleReadsPerOwner } from './stale-reads.ts';
import { countOf, membersOf } from './wording.ts';
import { byVersion, readOrder, writersOf } from './write-order.ts';

const { of, value, version, write, to } = registerKeys;

const schema = z
  .strictObject({
    of,
    version,
    value,
    write: write.optional(),
    to,
    initial: z
      .union([z.boolean(), z.number(), z.string().min(1)])
      .optional()
      .meta({
        description: 'with `value`: what was there before the burst, and nothing else; an expression over the round',
        examples: ['initial.text'],
      }),
    per: perKey('the session, or the instance, whose reads must not go back'),
  })
  .superRefine(oneOfValueAndVersion)
  .superRefine((spec, context) => {
    if (context.issues.length > 0) return;
    const named = [spec.write, spec.to, spec.initial].some((key) => key !== undefined);
    const complete = spec.write !== undefined && spec.initial !== undefined;
    if (spec.version !== undefined ? named : !complete)
      context.addIssue({
        code: 'custom',
        message:
          spec.version === undefined
            ? 'expected write and initial beside value, or a version instead of it, found no order for the values'
            : 'expected write, to and initial beside a value only, found them beside a version, which has an order of its own',
      });
  })
  .meta({
    description: 'who has read something new never reads something older afterwards',
    examples: [
      { of: 'read', version: 'revision', per: 'user' },
      { of: 'read', value: 'text', write: 'save', initial: 'initial.text' },
    ],
  });

export type MonotonicReadsSpec = z.output<typeof schema>;

/**
 * The session guarantee of Terry et al. (1994): violated by two reads of one session, the second begun after the first was
 * answered, that shows something surely older. Versions are their own order. Values are ordered by time: all that may have written
 * the second one had ended before anything that may have written the first began. Writes of unknown effect have no end, so
 * what they wrote is older than nothing.
 */
export const monotonicReads: Checker<MonotonicReadsSpec> = {
  kind: 'monotonicReads',
  schema,
  describe: ({ of: reads, per }) => `${reads} of one ${per} never goes back`,
  references(spec) {
    const references = registerReferences(spec);
    if (typeof spec.initial !== 'string') return references;
    return { ...references, roundExpressions: [{ path: ['initial'], text: spec.initial }] };
  },
  check(spec, history) {
    const keys = registerSpec(spec);
    const register = registerOf(keys, history);
    const initial = keys.ordered ? undefined : initialKey(spec, history);
    if (initial !== undefined && 'missing' in initial) return { verdict: 'inconclusive', because: initial.missing };
    const writers = writersOf(register.writes);
    const isKnown = ({ key }: Access) =>
      initial === undefined || key === initial.key || writers.has(key) || register.unvalued > 0;
    const strange = register.reads.filter((read) => !isKnown(read));
    const reads = register.reads.filter(isKnown);
    const order = initial === undefined ? byVersion : readOrder(register, initial.key);
    const { obliged, stale } = staleReadsPerOwner(reads, reads, order);
    const [first] = stale;
    if (first !== undefined) {
      const { known: earlier, read: later } = first;
      const violated = {
        verdict: 'violated',
        expected: `${spec.of} of one ${spec.per} never shows something older than before`,
        measured: `member ${later.member} read ${later.shown}, ${durationText(later.beganNs - earlier.endedNs)} after member ${earlier.member} ${ofTheSame(spec.per, later)} had read ${earlier.shown}; so ${countOf(stale.length, 'read')} of ${obliged}`,
        witness: [earlier.member, later.member],
        because: 'both answers are known, and no write of unknown effect can explain the step back',
      } as const;
      return unlessUnvalued(violated, keys, register);
    }
    const [odd] = strange;
    if (odd !== undefined)
      return {
        verdict: 'inconclusive',
        because: `${odd.shown} in ${membersOf(strange.map(({ member }) => member))} is neither initial nor written: somebody else writes too`,
      };
    if (register.missing !== undefined) return { verdict: 'inconclusive', because: register.missing };
    if (obliged > 0)
      return { verdict: 'held', measured: `${countOf(obliged, 'read')} after another one of the same ${spec.per}` };
    return {
      verdict: 'inconclusive',
      because: `no ${spec.of} began after another one of the same ${spec.per} was answered; repeat it with \`every\` and \`for\``,
    };
  },
};

function initialKey(
  { initial }: MonotonicReadsSpec,
  history: RoundHistory,
): { readonly key: string } | { readonly missing: string } {
  const text = String(initial);
  const evaluation = evaluate(text, roundValues(history, text));
  if (evaluation.kind === 'error') return { missing: `initial: ${evaluation.message}` };
  return { key: identityText(evaluation.value) };
}
