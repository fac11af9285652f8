import { z } from 'zod';
import { groupBy } from '../support/group-by.ts';
import type { Checker, CheckResult } from './checker.ts';
import { fencingFinding } from './fencing.ts';
import { falseBusy } from './false-busy.ts';
import { readHolds } from './holds.ts';
import { roundClock } from './interval.ts';
import { overlap } from './overlap.ts';
import { hasUnknownEffect } from './selection.ts';
import { duration, operationValue, selection } from './spec-parts.ts';
import { textsOf } from './texts.ts';
import { countOf, listed } from './wording.ts';

const schema = z
  .strictObject({
    acquire: selection.meta({ description: 'operations that got the lock', examples: ['lock.granted'] }),
    release: selection.optional().meta({
      description: 'operations that gave it back; without them a lock is held until its lease ends',
      examples: ['unlock.ok'],
    }),
    owner: operationValue.meta({
      description: 'who asks, of acquire and release alike: a value that each of them sent',
      examples: ['owner'],
    }),
    lock: operationValue.optional().meta({
      description: 'which lock, when a burst asks for several',
      examples: ['resource'],
    }),
    lease: duration
      .optional()
      .meta({ description: 'how long a lock is granted for; default: for ever', examples: ['5s'] }),
    token: operationValue.optional().meta({
      description: 'fencing token of a grant: a number that must grow from grant to grant',
      examples: ['token'],
    }),
    busy: selection.optional().meta({
      description: 'operations that were told that another one has the lock; wrong while surely nobody can have it',
      examples: ['lock.busy'],
    }),
  })
  .meta({
    description: 'two owners never hold a lock at once',
    examples: [
      { acquire: 'lock.granted', release: 'unlock.ok', owner: 'owner' },
      { acquire: 'lock.granted', release: 'unlock.ok', owner: 'owner', lease: '5s', token: 'token', busy: 'lock.busy' },
    ],
  });

export type MutualExclusionSpec = z.output<typeof schema>;

/**
 * Judged by what is certain: an owner surely holds the lock from the end of the answer that granted it to the instant before
 * anything was sent that may free it, and no longer than its lease. Two such holds of different owners must not overlap.
 */
export const mutualExclusion: Checker<MutualExclusionSpec> = {
  kind: 'mutualExclusion',
  schema,
  describe: ({ acquire }) => `no two owners hold the lock that ${acquire} grants`,
  references: ({ acquire, release, owner, lock, token, busy }) => ({
    selections: textsOf({ acquire, release, busy }),
    operationExpressions: [
      ...textsOf({ owner, lock, token }).map((text) => ({ ...text, of: acquire })),
      ...(release === undefined ? [] : textsOf({ owner }).map((text) => ({ ...text, of: release }))),
    ],
  }),
  check(spec, { operations }) {
    const { holds, unreadable, missing } = readHolds(spec, operations);
    const doubts: string[] = missing === undefined ? [] : [missing];
    const details = listed(holds.filter(({ certain }) => certain).map(({ text }) => text));
    for (const [, ofOneLock] of groupBy(holds, ({ lock }) => lock)) {
      const finding =
        overlap(spec.acquire, ofOneLock, roundClock(operations)) ??
        (spec.token === undefined ? undefined : fencingFinding(spec.token, ofOneLock, doubts));
      if (finding !== undefined) return { ...finding, details };
      doubts.push(...undecided(ofOneLock));
    }
    const finding =
      spec.busy === undefined ? undefined : falseBusy({ ...spec, busy: spec.busy }, { holds, unreadable }, operations);
    if (finding !== undefined) return { ...finding, details };
    const [because] = doubts;
    if (because !== undefined) return { verdict: 'inconclusive', because, details } satisfies CheckResult;
    return { verdict: 'held', measured: `${countOf(holds.length, 'grant')}, no two at once` };
  },
};

/** An unknown acquire finds no time of its own beside a grant that never ends: had it been granted, there would be two. */
function undecided(holds: ReturnType<typeof readHolds>['holds']): readonly string[] {
  const unknown = holds.filter(({ certain, operation }) => !certain && hasUnknownEffect(operation));
  const endless = holds.filter(({ certain, mayEndNs }) => certain && mayEndNs === Infinity);
  const [first] = unknown;
  if (first === undefined || endless.length === 0) return [];
  return [
    `nobody knows whether ${countOf(unknown.length, 'acquire')} of unknown outcome got the lock too, the first by member ${first.operation.member}`,
  ];
}
