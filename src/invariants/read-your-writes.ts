import { z } from 'zod';
import { durationText } from '../support/duration.ts';
import type { Checker } from './checker.ts';
import { ofTheSame, registerOf, unlessUnvalued } from './register.ts';
import { oneOfValueAndVersion, perKey, registerKeys, registerReferences, registerSpec } from './register-spec.ts';
import { staleReadsPerOwner } from './stale-reads.ts';
import { countOf } from './wording.ts';
import { writeOrder } from './write-order.ts';

const schema = z
  .strictObject({ ...registerKeys, per: perKey('the session, or the instance, that must see what it wrote') })
  .superRefine(oneOfValueAndVersion)
  .meta({
    description: 'who reads after a write of their own was acknowledged sees it, or something newer',
    examples: [{ of: 'read', version: 'revision', write: 'save.saved', per: 'user' }],
  });

export type ReadYourWritesSpec = z.output<typeof schema>;

/**
 * The session guarantee of Terry et al., "Session Guarantees for Weakly Consistent Replicated Data" (1994): violated by a read that
 * began after a write of its own session had been acknowledged and shows something surely older. Writes of unknown effect oblige
 * nobody to see them, and excuse a read that shows what they may have written.
 */
export const readYourWrites: Checker<ReadYourWritesSpec> = {
  kind: 'readYourWrites',
  schema,
  describe: ({ of, write, per }) => `${of} shows what ${write} of the same ${per} wrote`,
  references: registerReferences,
  check(spec, history) {
    const keys = registerSpec(spec);
    const register = registerOf(keys, history);
    const acknowledged = register.writes.filter(({ certain }) => certain);
    const order = writeOrder(register, keys.ordered);
    const { obliged, stale } = staleReadsPerOwner(register.reads, acknowledged, order);
    const [first] = stale;
    if (first !== undefined) {
      const { read, known } = first;
      const violated = {
        verdict: 'violated',
        expected: `${spec.of} shows the writes of the same ${spec.per}, or something newer`,
        measured: `member ${read.member} read ${read.shown}, ${durationText(read.beganNs - known.endedNs)} after member ${known.member} ${ofTheSame(spec.per, read)} had written ${known.shown}; so ${countOf(stale.length, 'read')} of ${obliged}`,
        witness: [known.member, read.member],
        because: keys.ordered
          ? 'the write was acknowledged, and no other one can make a version smaller'
          : `the write was acknowledged, and nothing of unknown effect can have written ${read.shown} after it`,
      } as const;
      return unlessUnvalued(violated, keys, register);
    }
    if (register.missing !== undefined) return { verdict: 'inconclusive', because: register.missing };
    if (obliged > 0) return { verdict: 'held', measured: `${countOf(obliged, 'read')} after a write of their own` };
    return {
      verdict: 'inconclusive',
      because: `no ${spec.of} began after ${spec.write} of the same ${spec.per} was answered; shift it with \`at\``,
    };
  },
};
