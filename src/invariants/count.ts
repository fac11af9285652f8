import { z } from 'zod';
import { compare, type Decimal, formatDecimal } from '../support/decimal.ts';
import type { Checker, CheckResult } from './checker.ts';
import { roundNumber } from './round-number.ts';
import { type Answers, earlier, selectAnswers } from './selection.ts';
import { type Numeric, numeric, selection } from './spec-parts.ts';
import { allKnown, countOf } from './wording.ts';

const schema = z
  .strictObject({
    of: selection,
    exactly: numeric.optional().meta({ description: 'the only right number', examples: [1, 'initial.stock'] }),
    atLeast: numeric.optional().meta({ description: 'the smallest right number', examples: [1] }),
    atMost: numeric.optional().meta({ description: 'the greatest right number', examples: ['initial.stock'] }),
    between: z
      .tuple([numeric, numeric])
      .refine(
        ([low, high]) => typeof low === 'string' || typeof high === 'string' || low <= high,
        'expected the smaller number first',
      )
      .optional()
      .meta({ description: 'the smallest and the greatest right number', examples: [[1, 2]] }),
  })
  .superRefine((spec, context) => {
    if (context.issues.length > 0) return;
    const given = bounds.filter((bound) => spec[bound] !== undefined);
    if (given.length === 1) return;
    const found = given.length === 0 ? 'none' : given.join(' and ');
    context.addIssue({ code: 'custom', message: `expected exactly one of ${bounds.join(', ')}, found ${found}` });
  })
  .meta({
    description: 'how many members ended in an outcome',
    examples: [{ of: 'sold', exactly: 1 }],
  });

const bounds = ['exactly', 'atLeast', 'atMost', 'between'] as const;

export type CountSpec = z.output<typeof schema>;

/**
 * The true number lies between the answers seen and those plus the ones in doubt (`selectAnswers`). Violated when no number
 * in that range is right, held when every one is. An operation that a rate limiter turned away only ever excuses: it can't
 * break a bound, but had it been carried out, too few might have been enough.
 */
export const count: Checker<CountSpec> = {
  kind: 'count',
  schema,
  describe: (spec) => `${spec.of}: ${demand(spec, String)}`,
  references: (spec) => ({
    selections: [{ path: ['of'], text: spec.of }],
    roundExpressions: expressions(spec),
  }),
  check(spec, history) {
    const values = new Map<Numeric, Decimal>();
    const { low, high } = range(spec);
    for (const source of [low, high]) {
      if (source === undefined) continue;
      const reading = roundNumber(source, history);
      if (reading.kind === 'missing') return { verdict: 'inconclusive', because: reading.because };
      values.set(source, reading.value);
    }
    const valueOf = (source: Numeric | undefined) => (source === undefined ? undefined : values.get(source));
    const expected = demand(spec, (source) => {
      const value = valueOf(source);
      return typeof source === 'number' || value === undefined ? String(source) : `${source} = ${formatDecimal(value)}`;
    });
    return judge(spec.of, expected, selectAnswers(spec.of, history.operations), valueOf(low), valueOf(high));
  },
};

function judge(of: string, demanded: string, answers: Answers, low?: Decimal, high?: Decimal): CheckResult {
  const seen = answers.chosen.length;
  const possible = seen + answers.possible.length;
  const excused = possible + answers.excused.length;
  const expected = `${of}: ${demanded}`;
  const measured = `${of}: ${seen}`;
  const tooMany = (count: number) => high !== undefined && compare(whole(count), high) > 0;
  const tooFew = (count: number) => low !== undefined && compare(whole(count), low) < 0;

  if (tooMany(seen)) {
    const enough = answers.chosen.findIndex((_, place) => tooMany(place + 1)) + 1;
    const witness = [...answers.chosen].sort(earlier).slice(0, enough);
    const because =
      possible === seen ? allKnown : `${countOf(possible - seen, 'unknown operation')} could only add to it`;
    return { verdict: 'violated', expected, measured, witness: witness.map(({ member }) => member), because };
  }
  if (tooFew(excused)) {
    const because = excused === seen ? allKnown : `with every unknown operation it would be ${excused} at most`;
    // Members can show that something happened, not that too little did.
    return { verdict: 'violated', expected, measured, witness: [], because };
  }
  if (!tooFew(seen) && !tooMany(possible)) return { verdict: 'held', measured };
  return { verdict: 'inconclusive', because: `${expected}; seen ${seen}, but up to ${excused} are possible` };
}

function range({ exactly, atLeast, atMost, between }: CountSpec): {
  low?: Numeric | undefined;
  high?: Numeric | undefined;
} {
  return { low: exactly ?? atLeast ?? between?.[0], high: exactly ?? atMost ?? between?.[1] };
}

function demand({ exactly, atLeast, atMost, between }: CountSpec, show: (source: Numeric) => string): string {
  if (exactly !== undefined) return `exactly ${show(exactly)}`;
  if (atLeast !== undefined) return `at least ${show(atLeast)}`;
  if (atMost !== undefined) return `at most ${show(atMost)}`;
  return (between ?? []).map((source, place) => `${place === 0 ? 'between' : ' and'} ${show(source)}`).join('');
}

function expressions({ exactly, atLeast, atMost, between }: CountSpec): { path: readonly string[]; text: string }[] {
  const sources: [readonly string[], Numeric | undefined][] = [
    [['exactly'], exactly],
    [['atLeast'], atLeast],
    [['atMost'], atMost],
    [['between', '0'], between?.[0]],
    [['between', '1'], between?.[1]],
  ];
  return sources.flatMap(([path, text]) => (typeof text === 'string' ? [{ path, text }] : []));
}

function whole(count: number): Decimal {
  return { digits: BigInt(count), scale: 0 };
}
