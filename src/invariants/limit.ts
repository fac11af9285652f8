import { z } from 'zod';
import type { RoundHistory } from '../history/history.ts';
import type { Operation } from '../history/operation.ts';
import { formatDecimal } from '../support/decimal.ts';
import { groupBy } from '../support/group-by.ts';
import { excess, type Limiter } from './admissions.ts';
import type { Checker } from './checker.ts';
import { roundClock } from './interval.ts';
import { identityOf, readOperation, type Reading } from './reading.ts';
import { roundNumber } from './round-number.ts';
import { earlier, hasUnknownEffect, selectEffects } from './selection.ts';
import { duration, nanoseconds, type Numeric, numeric, operationValue, selection } from './spec-parts.ts';
import { textsOf } from './texts.ts';
import { brief, countOf } from './wording.ts';

const schema = z
  .strictObject({
    of: selection.meta({ description: 'operations that were let through', examples: ['ok'] }),
    atMost: numeric.meta({
      description: 'how many may pass in each period; of a bucket, how many tokens are added in it',
      examples: [10],
    }),
    per: duration.meta({ description: 'the period', examples: ['1s'] }),
    kind: z.enum(['fixed', 'sliding', 'bucket']).meta({
      description:
        'fixed: counts from period to period, so that twice as many may pass around a boundary; sliding: counts in any stretch of that length; bucket: tokens, of which `burst` may be saved up',
      examples: ['sliding'],
    }),
    burst: numeric.optional().meta({ description: 'how many tokens a bucket holds; default `atMost`', examples: [20] }),
    by: operationValue.optional().meta({
      description: 'what the limiter counts by, when members differ in it (a user, a key)',
      examples: ['user'],
    }),
    window: operationValue.optional().meta({
      description:
        'what names the period of a fixed limiter in its answers, such as the captured x-ratelimit-reset when that is an instant (not a number of seconds to go)',
      examples: ['reset'],
    }),
  })
  .superRefine(({ kind, burst, window, per }, context) => {
    if (context.issues.length > 0) return;
    const message =
      nanoseconds(per) === 0
        ? 'per is 0, expected a period such as 1s'
        : burst !== undefined && kind !== 'bucket'
          ? `burst goes with kind: bucket, found kind: ${kind}`
          : window !== undefined && kind !== 'fixed'
            ? `window goes with kind: fixed, found kind: ${kind}`
            : window !== undefined && nanoseconds(per) < 1e9
              ? 'window needs a period of 1s or more: reset instants are whole seconds'
              : undefined;
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  })
  .meta({
    description: 'a rate limiter lets no more through than it may; only what is certain counts',
    examples: [
      { of: 'ok', atMost: 10, per: '1s', kind: 'sliding' },
      { of: 'ok', atMost: 10, per: '1s', kind: 'bucket', burst: 20, by: 'user' },
    ],
  });

export type LimitSpec = z.output<typeof schema>;

/**
 * The instant at which the limiter let a request through lies somewhere in its interval, so only intervals that lie wholly inside
 * a stretch of time count for it (`excess`). Unknown operations are granted never to have been let through.
 */
export const limit: Checker<LimitSpec> = {
  kind: 'limit',
  schema,
  describe: ({ of, atMost, per, kind }) => `at most ${atMost} ${of} per ${per} (${kind})`,
  references: ({ of, atMost, burst, by, window }) => ({
    selections: [{ path: ['of'], text: of }],
    roundExpressions: textsOf({ atMost, burst }),
    operationExpressions: textsOf({ by, window }).map((text) => ({ ...text, of })),
  }),
  check(spec, history) {
    const limiter = limiterOf(spec, history);
    if (limiter.kind === 'missing') return { verdict: 'inconclusive', because: limiter.because };
    const admitted = [...selectEffects(spec.of, history.operations).certain].sort(earlier);
    const unknown = history.operations.filter(hasUnknownEffect).length;
    const doubts: string[] = [];
    const groups = groupedBy(spec.by, admitted, doubts);
    const clock = roundClock(history.operations);
    for (const [key, operations] of groups) {
      const found = sameWindow(spec, limiter.value, operations, doubts) ?? excess(limiter.value, operations, clock);
      if (found === undefined) continue;
      const whose = spec.by === undefined ? '' : ` for ${spec.by} ${brief(key)}`;
      return {
        verdict: 'violated',
        expected: `at most ${found.allowed} ${spec.of} ${found.within}${whose}`,
        measured: `${found.count} ${spec.of}${found.seen}${whose}`,
        witness: found.operations.map(({ member }) => member),
        because:
          unknown === 0
            ? 'each of them surely passed in that time, whenever in its interval it did'
            : `each of them surely passed in that time; ${countOf(unknown, 'unknown operation')} could only add to it`,
      };
    }
    const [because] = doubts;
    if (because !== undefined) return { verdict: 'inconclusive', because };
    return { verdict: 'held', measured: `${admitted.length} ${spec.of}, no more than the limiter may let through` };
  },
};

function limiterOf({ atMost, per, kind, burst = atMost }: LimitSpec, history: RoundHistory): Reading<Limiter> {
  const rate = wholeNumber(atMost, 'atMost', history);
  if (rate.kind === 'missing') return rate;
  const capacity = wholeNumber(burst, 'burst', history);
  if (capacity.kind === 'missing') return capacity;
  return { kind: 'value', value: { kind, atMost: rate.value, perNs: nanoseconds(per), burst: capacity.value, per } };
}

function wholeNumber(source: Numeric, key: string, history: RoundHistory): Reading<number> {
  const reading = roundNumber(source, history);
  if (reading.kind === 'missing') return reading;
  const text = formatDecimal(reading.value);
  if (/^\d{1,15}$/.test(text)) return { kind: 'value', value: Number(text) };
  return { kind: 'missing', because: `${key} is ${text}, expected a whole number that is not negative` };
}

/** Operations whose group is not known are left out: that can only hide an excess. */
function groupedBy(
  expression: string | undefined,
  operations: readonly Operation[],
  doubts: string[],
): readonly (readonly [string, readonly Operation[]])[] {
  if (expression === undefined) return [['', operations]];
  const keyed = operations.flatMap((operation) => {
    const reading = readOperation(expression, operation);
    const key = identityOf(reading);
    if (key === undefined)
      doubts.push(
        reading.kind === 'missing' ? reading.because : `\`${expression}\` is null in member ${operation.member}`,
      );
    return key === undefined ? [] : [{ key, operation }];
  });
  return [...groupBy(keyed, ({ key }) => key)].map(([key, list]) => [key, list.map(({ operation }) => operation)]);
}

/** Where the limiter says in which of its periods a request passed, no instants are needed. */
function sameWindow(
  { window }: LimitSpec,
  { atMost, per }: Limiter,
  operations: readonly Operation[],
  doubts: string[],
) {
  if (window === undefined) return undefined;
  for (const [name, passed] of groupedBy(window, operations, doubts)) {
    if (passed.length <= atMost) continue;
    return {
      allowed: atMost,
      within: `in one period of ${per}`,
      seen: `, which all tell of the period ${brief(name)}`,
      count: passed.length,
      operations: passed.slice(0, atMost + 1),
    };
  }
  return undefined;
}
