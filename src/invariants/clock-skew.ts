import { z } from 'zod';
import type { Operation } from '../history/operation.ts';
import { durationText } from '../support/duration.ts';
import type { Checker, CheckResult } from './checker.ts';
import {
  type ClockBounds,
  clockBounds,
  type Disagreement,
  greatestDisagreement,
  widestDisagreementNs,
} from './clock-bounds.ts';
import { clockReadings } from './clock-readings.ts';
import { duration, nanoseconds, operationValue, selection } from './spec-parts.ts';

const schema = z
  .strictObject({
    atMost: duration.meta({ description: 'how far any two clocks may disagree', examples: ['2s'] }),
    of: selection.optional().meta({
      description: 'whose answers tell the time: a request of the burst, an outcome, or both; default: all',
      examples: ['read'],
    }),
    time: operationValue.optional().meta({
      description:
        'the time that the server wrote into its answer while it made it (ISO 8601 with a zone, or an epoch), an expression over one operation; default: the Date header',
      examples: ['clock'],
    }),
    resolution: duration.optional().meta({
      description: 'how finely that time is told; default: 1s for the Date header, else its last digit',
      examples: ['1ms'],
    }),
    per: z
      .string()
      .min(1)
      .default('instance')
      .meta({ description: 'whose clock it is; an expression over one operation', examples: ['server'] }),
  })
  .meta({
    description: 'the clocks of the instances agree, as far as what they say of the time can tell',
    examples: [{ atMost: '2s' }, { of: 'read', time: 'clock', resolution: '1ms', atMost: '250ms' }],
  });

export type ClockSkewSpec = z.output<typeof schema>;

/** How far a clock may drift while it is slewed, parts per second: the most that adjtime and chrony do by default, 500 ppm, doubled for two. */
const drift = 0.001;

/**
 * A time in an answer was written at some instant of the request's interval [began, ended], by a clock that then stood in
 * [told, told + resolution); so that clock is ahead of ours by more than told - ended and less than told + resolution - began. All
 * answers of one instance together bound it (`research/checkers.md`, section 9). Violated when two clocks disagree by more than
 * the bound whatever they were within theirs, held when they agree. Clocks never order two requests here.
 *
 * An answer that a cache kept (`Age`) says nothing. A body's time may be rounded as well as cut, so it counts from a step before.
 */
export const clockSkew: Checker<ClockSkewSpec> = {
  kind: 'clockSkew',
  schema,
  describe: ({ atMost }) => `the clocks agree within ${atMost}`,
  references({ of, time, per }) {
    const named = of ?? '';
    return {
      selections: of === undefined ? [] : [{ path: ['of'], text: of }],
      operationExpressions: [
        ...(time === undefined ? [] : [{ path: ['time'], text: time, of: named }]),
        { path: ['per'], text: per, of: named },
      ],
    };
  },
  check(spec, history) {
    const { readings, missing } = clockReadings(spec, history);
    const bounds = clockBounds(readings);
    return { ...judge(spec, bounds, driftNs(history.operations), missing), details: lines(bounds) };
  },
};

function judge(
  { atMost }: ClockSkewSpec,
  bounds: readonly ClockBounds[],
  drifted: number,
  missing: string | undefined,
): CheckResult {
  const steady = bounds.filter(({ from, to }) => from.aheadFromNs <= to.aheadToNs + drifted);
  const worst = greatestDisagreement(steady);
  if (worst !== undefined && worst.leastNs > nanoseconds(atMost) + drifted)
    return {
      verdict: 'violated',
      expected: `any two clocks agree within ${atMost}`,
      measured: `the clock of ${named(worst.ahead)} is ${range(worst)} ahead of that of ${named(worst.behind)}`,
      witness: [worst.ahead.from.member, worst.behind.to.member],
      because: 'it is so for every instant of the two requests at which the times may have been written',
    };
  const moved = bounds.find((one) => !steady.includes(one));
  if (moved !== undefined) return { verdict: 'inconclusive', because: unsteady(moved) };
  if (missing !== undefined) return { verdict: 'inconclusive', because: missing };
  if (worst === undefined)
    return { verdict: 'inconclusive', because: 'fewer than two instances told the time: there is nothing to compare' };
  const widestNs = widestDisagreementNs(steady);
  if (widestNs <= nanoseconds(atMost))
    return { verdict: 'held', measured: `${steady.length} clocks agree within ${durationText(widestNs)}` };
  return {
    verdict: 'inconclusive',
    because: `the clocks may disagree by up to ${durationText(widestNs)}, surely by ${durationText(Math.max(0, worst.leastNs))}: too coarse for ${atMost}; ask more often, across the turn of a second, or name a finer time`,
  };
}

function unsteady(moved: ClockBounds): string {
  const { from, to } = moved;
  return `members ${to.member} and ${from.member} can't have asked one steady clock of ${named(moved)}: it was set by ${durationText(from.aheadFromNs - to.aheadToNs)} or more meanwhile, or several answer under this name`;
}

/** What two clocks may have drifted while the round took its time. */
function driftNs(operations: readonly Operation[]): number {
  const began = operations.reduce((first, { stagedAtNs = Infinity }) => Math.min(first, stagedAtNs), Infinity);
  const ended = operations.reduce((last, { doneAtNs = -Infinity }) => Math.max(last, doneAtNs), -Infinity);
  return Math.max(0, Math.min(ended - began, Number.MAX_SAFE_INTEGER)) * drift;
}

function named({ instance }: ClockBounds): string {
  return instance === '' ? 'the service' : instance;
}

function range({ leastNs, mostNs }: Disagreement): string {
  return `${durationText(leastNs)} to ${durationText(mostNs)}`;
}

/** Every clock against the first one. */
function lines([first, ...others]: readonly ClockBounds[]): readonly string[] {
  if (first === undefined) return [];
  return others.slice(0, mostLines).map((other) => {
    const [from, to] = [other.from.aheadFromNs - first.to.aheadToNs, other.to.aheadToNs - first.from.aheadFromNs];
    return `${named(other)} against ${named(first)}: ${signed(from)} to ${signed(to)}, from ${other.readings} and ${first.readings} answers`;
  });
}

/** More lines than this are no table that a person would read. */
const mostLines = 12;

function signed(ns: number): string {
  return ns > 0 ? `+${durationText(ns)}` : durationText(ns);
}
