import { z } from 'zod';
import { durationText } from '../support/duration.ts';
import { groupBy } from '../support/group-by.ts';
import type { Checker, CheckResult } from './checker.ts';
import { type Access, type Register, registerOf, unlessUnvalued, type Violated, type Write } from './register.ts';
import { oneOfValueAndVersion, perKey, registerKeys, registerReferences, registerSpec } from './register-spec.ts';
import { duration, nanoseconds } from './spec-parts.ts';
import { lateDisagreement, splitValues } from './split-values.ts';
import { type Stale, staleReads, type ValueOrder } from './stale-reads.ts';
import { type Sighting, sightingLines, sightings, visibilityOf } from './visibility.ts';
import { countOf } from './wording.ts';
import { writeOrder } from './write-order.ts';

const schema = z
  .strictObject({
    ...registerKeys,
    within: duration.meta({
      description: 'the longest from the acknowledgement of a write until every instance shows it, or something newer',
      examples: ['250ms'],
    }),
    per: perKey('the instance that answered a read'),
  })
  .superRefine(oneOfValueAndVersion)
  .meta({
    description: 'soon after a write was acknowledged all instances show it, and agree',
    examples: [{ of: 'read', value: 'enabled', write: 'switch.switched', to: true, within: '250ms' }],
  });

export type ConvergesSpec = z.output<typeof schema>;

/**
 * A promise of bounded staleness: every read that begins more than `within` after a write was acknowledged shows it, or something
 * that may be newer. Violated by a read that shows something surely older, and by two reads that no order of the writes
 * explains. A read that overlaps a write, or the bound, is never blamed; nor is one that shows what a write of unknown effect
 * may have written. The report has the bracket in which each write became visible on each instance: from the beginning of
 * the last stale read to the end of the first fresh one, counted from the acknowledgement.
 */
export const converges: Checker<ConvergesSpec> = {
  kind: 'converges',
  schema,
  describe: ({ of, write, within }) => `${of} on every instance shows ${write} within ${within}`,
  references: registerReferences,
  check(spec, history) {
    const keys = registerSpec(spec);
    const register = registerOf(keys, history);
    const order = writeOrder(register, keys.ordered);
    const boundNs = nanoseconds(spec.within);
    const table = sightings(register, order);
    const violated =
      broken(spec, staleReads(register.reads, register.writes, order, boundNs).stale, register) ??
      (keys.ordered ? undefined : divided(spec, register, boundNs));
    const result =
      violated === undefined ? unbroken(spec, register, order, table) : unlessUnvalued(violated, keys, register);
    return { ...result, details: sightingLines(table), visibility: visibilityOf(register, order, table) };
  },
};

/** The read that was stale for longest, if any was stale beyond the bound. */
function broken(spec: ConvergesSpec, stale: readonly Stale<Write>[], { reads }: Register): Violated | undefined {
  const lateNs = ({ read, known }: Stale<Write>) => read.beganNs - known.endedNs;
  const [first] = stale;
  if (first === undefined) return undefined;
  const { read, known } = stale.reduce((worst, one) => (lateNs(one) > lateNs(worst) ? one : worst), first);
  return {
    verdict: 'violated',
    expected: `${spec.of} shows a write within ${spec.within} of its acknowledgement`,
    measured: `member ${read.member}${on(read.owner)} read ${read.shown}, ${durationText(read.beganNs - known.endedNs)} after member ${known.member} had written ${known.shown}; ${countOf(stale.length, 'read')} of ${reads.length} too old`,
    witness: [known.member, read.member],
    because: `the write was acknowledged, and nothing of unknown effect can have written ${read.shown} after it`,
  };
}

/** Two reads beyond the bound that no order of the writes explains. */
function divided(spec: ConvergesSpec, { reads, writes }: Register, boundNs: number): Violated | undefined {
  const settledNs = settledAtNs(writes, boundNs);
  if (settledNs === -Infinity) return undefined;
  const split = splitValues(reads, writes, boundNs) ?? lateDisagreement(reads, writes, settledNs);
  if (split === undefined) return undefined;
  const [one, other] = split.reads;
  return {
    verdict: 'violated',
    expected: `all instances agree within ${spec.within} of the acknowledgement`,
    measured: `member ${one.member}${on(one.owner)} read ${one.shown} and member ${other.member}${on(other.owner)} read ${other.shown}, both later than ${spec.within} after the writes of these were acknowledged`,
    witness: [...split.writes, ...split.reads].map(({ member }) => member),
    because: 'each read puts another write last, and nothing of unknown effect can have written either value',
  };
}

/** From then on every certain write has to be known everywhere; -Infinity without one. */
function settledAtNs(writes: readonly Write[], boundNs: number): number {
  return writes.reduce((last, { certain, endedNs }) => (certain ? Math.max(last, endedNs) : last), -Infinity) + boundNs;
}

function on(instance: string | undefined): string {
  return instance === undefined || instance === '' ? '' : ` on ${instance}`;
}

/**
 * Without a violation: held where the last read of every instance came after the last acknowledgement and showed it, and all late
 * reads agree.
 */
function unbroken(
  spec: ConvergesSpec,
  { reads, writes, missing }: Register,
  order: ValueOrder<Write>,
  table: readonly Sighting[],
): CheckResult {
  if (missing !== undefined) return { verdict: 'inconclusive', because: missing };
  const acknowledgedNs = settledAtNs(writes, 0);
  if (acknowledgedNs === -Infinity)
    return {
      verdict: 'inconclusive',
      because: `no ${spec.write} was acknowledged, so there is nothing to converge to`,
    };
  const settledNs = settledAtNs(writes, nanoseconds(spec.within));
  const lasts = [...groupBy(reads, ({ owner }) => owner).values()].flatMap((own) => own.reduce(laterOf));
  const stale = new Set(staleReads(lasts, writes, order).stale.map(({ read }) => read));
  const late = reads.filter(({ beganNs }) => beganNs > settledNs);
  const [one, other] = [...groupBy([...late, ...lasts], ({ key }) => key).values()].flatMap(([first]) => first ?? []);
  const lacking = lasts.filter((read) => read.beganNs <= acknowledgedNs || stale.has(read));
  // While the bound runs instances may differ; where all show the same already, none has anything left to prove.
  const early = other === undefined ? [] : lasts.filter(({ beganNs }) => beganNs <= settledNs);
  const open = lacking.length > 0 ? lacking : early;
  if (lasts.length === 0 || open.length > 0)
    return {
      verdict: 'inconclusive',
      because: `no ${spec.of}${open.map(({ owner }) => on(owner)).join(' and')} began later than ${spec.within} after the last ${spec.write} was acknowledged; shift one with \`at\`, or let \`every\` and \`for\` go on for longer`,
    };
  if (one !== undefined && other !== undefined) {
    const unknown = writes.filter(({ certain }) => !certain).length;
    const hinge =
      unknown === 0
        ? 'somebody else writes too'
        : `whether the instances agree depends on ${countOf(unknown, 'unknown write')}`;
    return { verdict: 'inconclusive', because: `late reads show ${one.shown} and ${other.shown}; ${hinge}` };
  }
  const slowestNs = table.reduce((slowest, { visibleNs = 0 }) => Math.max(slowest, visibleNs), 0);
  const acknowledged = writes.filter(({ certain }) => certain).length;
  return {
    verdict: 'held',
    measured: `${countOf(acknowledged, 'write')} visible on ${countOf(lasts.length, 'instance')}, the slowest by ${durationText(slowestNs)} after the acknowledgement`,
  };
}

function laterOf(one: Access, other: Access): Access {
  return other.beganNs > one.beganNs ? other : one;
}
