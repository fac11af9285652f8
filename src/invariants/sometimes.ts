import { z } from 'zod';
import type { RoundHistory } from '../history/history.ts';
import { assert } from './assert.ts';
import type { Checker, CheckResult } from './checker.ts';
import { selectAnswers } from './selection.ts';
import { selection } from './spec-parts.ts';
import { allKnown, countOf, membersOf } from './wording.ts';

const expression = z.string().min(1);
const required = z
  .boolean()
  .optional()
  .meta({ description: 'a run without such a round is violated instead of inconclusive', examples: [true] });

const schema = z
  .union([
    expression,
    z.strictObject({
      expression: expression.meta({
        description: 'CEL expression over a round, as in `assert`',
        examples: ['inFlight > 1'],
      }),
      required,
    }),
    z.strictObject({ of: selection, required }),
  ])
  .meta({
    description: 'true in at least one valid round, or the run has not tested what it should and is inconclusive',
    examples: ['count.sold > 0 && count.refused > 0', { of: 'refused', required: true }],
  });

export type SometimesSpec = z.output<typeof schema>;

/**
 * Guards against a vacuous run: one in which nobody was refused says nothing about refusals (Antithesis calls it `sometimes`;
 * Jepsen's `stats` checker has the same aim). In one round: held where it is true whatever the unknown operations did, violated
 * where it is false whatever they did; `ifNever` says what the rounds come to.
 */
export const sometimes: Checker<SometimesSpec> = {
  kind: 'sometimes',
  schema,
  describe: (spec) => `sometimes ${textOf(spec)}`,
  ifNever: (spec) => (typeof spec === 'object' && spec.required === true ? 'violated' : 'inconclusive'),
  references(spec) {
    if (typeof spec === 'string') return { roundExpressions: [{ path: [], text: spec, type: 'bool' }] };
    if ('of' in spec) return { selections: [{ path: ['of'], text: spec.of }] };
    return { roundExpressions: [{ path: ['expression'], text: spec.expression, type: 'bool' }] };
  },
  check(spec, history) {
    if (typeof spec === 'string') return assert.check(spec, history);
    return 'of' in spec ? occurs(spec.of, history) : assert.check(spec.expression, history);
  },
};

function textOf(spec: SometimesSpec): string {
  if (typeof spec === 'string') return spec;
  return 'of' in spec ? `one ${spec.of}` : spec.expression;
}

function occurs(of: string, { operations }: RoundHistory): CheckResult {
  const { chosen, possible, excused } = selectAnswers(of, operations);
  if (chosen.length > 0)
    return { verdict: 'held', measured: `${of} in ${membersOf(chosen.map(({ member }) => member))}` };
  const doubtful = possible.length + excused.length;
  if (doubtful > 0)
    return {
      verdict: 'inconclusive',
      because: `whether any was ${of} depends on ${countOf(doubtful, 'unknown operation')}`,
    };
  return { verdict: 'violated', expected: `one ${of}`, measured: `no ${of}`, witness: [], because: allKnown };
}
