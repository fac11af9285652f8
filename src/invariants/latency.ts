import { z } from 'zod';
import type { Operation } from '../history/operation.ts';
import { durationText } from '../support/duration.ts';
import type { Checker, CheckResult } from './checker.ts';
import { selectAnswers } from './selection.ts';
import { duration, nanoseconds, selection } from './spec-parts.ts';
import { allKnown, countOf } from './wording.ts';

/** The quantiles that can be bounded, in per cent. */
const quantiles = { p50: 50, p90: 90, p95: 95, p99: 99, max: 100 } as const;
type Quantile = keyof typeof quantiles;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a constant table are what its type says
const names = Object.keys(quantiles) as Quantile[];

const bound = (what: string, example: string) =>
  duration.optional().meta({ description: `the longest that ${what} may take`, examples: [example] });

const schema = z
  .strictObject({
    of: selection,
    p50: bound('the median answer', '50ms'),
    p90: bound('90 % of the answers', '150ms'),
    p95: bound('95 % of the answers', '200ms'),
    p99: bound('99 % of the answers', '250ms'),
    max: bound('any answer', '1s'),
  })
  .superRefine((spec, context) => {
    if (context.issues.length > 0 || names.some((name) => spec[name] !== undefined)) return;
    context.addIssue({ code: 'custom', message: `expected at least one of ${names.join(', ')}, found none` });
  })
  .meta({
    description: 'how long the answers of a round may take, from the release to the last byte, as the client saw it',
    examples: [{ of: 'ok', p95: '200ms', max: '1s' }],
  });

export type LatencySpec = z.output<typeof schema>;

/** What is known of one latency, nanoseconds. */
interface Latency {
  readonly member: number;
  readonly atLeastNs: number;
  readonly atMostNs: number;
}

/**
 * Exact quantiles by nearest rank: of n latencies in order, pXX is the one in place ceil(n * XX / 100). An operation without
 * a whole answer took longer than until it failed, nobody knows how much. One that may be meant by `of:` or not is taken
 * both ways: as nothing in the lower bound of a quantile, as endless in the upper.
 */
export const latency: Checker<LatencySpec> = {
  kind: 'latency',
  schema,
  describe: (spec) =>
    `${spec.of}: ${demands(spec)
      .map(({ name, limit }) => `${name} within ${limit}`)
      .join(', ')}`,
  references: ({ of }) => ({ selections: [{ path: ['of'], text: of }] }),
  check(spec, { operations }) {
    const { chosen, possible, excused } = selectAnswers(spec.of, operations);
    const known = chosen.filter(({ outcome }) => outcome !== 'unsent').map(latencyOf);
    const doubtful = [...possible, ...excused].map(({ member }) => ({ member, atLeastNs: 0, atMostNs: Infinity }));
    return judge(spec, known, [...known, ...doubtful], doubtful.length);
  },
};

function demands(spec: LatencySpec): readonly { readonly name: Quantile; readonly limit: string }[] {
  return names.flatMap((name) => {
    const limit = spec[name];
    return limit === undefined ? [] : [{ name, limit }];
  });
}

function latencyOf({ member, releasedAtNs, doneAtNs, answer, failure }: Operation): Latency {
  // An answer that came before the release took no time, not a negative one.
  const elapsedNs = releasedAtNs === undefined || doneAtNs === undefined ? 0 : Math.max(0, doneAtNs - releasedAtNs);
  const whole = answer !== undefined && failure === undefined && doneAtNs !== undefined;
  return { member, atLeastNs: elapsedNs, atMostNs: whole ? elapsedNs : Infinity };
}

function judge(spec: LatencySpec, known: readonly Latency[], all: readonly Latency[], doubtful: number): CheckResult {
  if (known.length === 0) return { verdict: 'inconclusive', because: `no ${spec.of}, so nothing to measure` };
  const shortest = all.map(({ atLeastNs }) => atLeastNs).sort(ascending);
  const longest = all.map(({ atMostNs }) => atMostNs).sort(ascending);
  const found = demands(spec).map(({ name, limit }) => {
    const rank = rankOf(name, all.length);
    return {
      name,
      limit,
      limitNs: nanoseconds(limit),
      rank,
      lowNs: shortest[rank - 1] ?? 0,
      highNs: longest[rank - 1] ?? Infinity,
    };
  });
  const measured = `${found.map(({ name, lowNs, highNs }) => `${name} ${rangeText(lowNs, highNs)}`).join(', ')} of ${countOf(known.length, 'operation')}`;
  const broken = found.find(({ lowNs, limitNs }) => lowNs > limitNs);
  if (broken !== undefined) {
    const slowest = [...known].sort((a, b) => b.atLeastNs - a.atLeastNs || a.member - b.member);
    return {
      verdict: 'violated',
      expected: `${broken.name} of ${spec.of} within ${broken.limit}`,
      measured,
      witness: slowest.slice(0, all.length - broken.rank + 1).map(({ member }) => member),
      because:
        doubtful === 0 && known.every(isWhole)
          ? allKnown
          : 'it is too long however soon the missing answers would have come',
    };
  }
  const open = found.find(({ highNs, limitNs }) => highNs > limitNs);
  if (open === undefined) return { verdict: 'held', measured };
  const unknown = doubtful + known.filter((one) => !isWhole(one)).length;
  return {
    verdict: 'inconclusive',
    because: `${measured}; whether ${open.name} is within ${open.limit} depends on ${countOf(unknown, 'unknown answer')}`,
  };
}

/** The 1-based place of a quantile among `count` values in order. */
function rankOf(name: Quantile, count: number): number {
  return Math.ceil((quantiles[name] * count) / 100);
}

/** Unlike a difference, this puts two endless ones side by side. */
function ascending(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isWhole({ atMostNs }: Latency): boolean {
  return atMostNs < Infinity;
}

function rangeText(lowNs: number, highNs: number): string {
  if (lowNs === highNs) return durationText(lowNs);
  return highNs === Infinity ? `at least ${durationText(lowNs)}` : `${durationText(lowNs)} to ${durationText(highNs)}`;
}
