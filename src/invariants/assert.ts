import { z } from 'zod';
import { counterexamples } from '../expr/counterexamples.ts';
import { evaluate, operands } from '../expr/expression.ts';
import type { RoundHistory } from '../history/history.ts';
import type { Operation } from '../history/operation.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { isMap } from '../support/json.ts';
import type { Checker, CheckResult } from './checker.ts';
import { readsResponses, roundValues, type Supposed } from './round-values.ts';
import { earlier, hasUnknownEffect } from './selection.ts';
import { allKnown, brief, countOf, membersOf } from './wording.ts';
import { groupsInDoubt, worlds } from './worlds.ts';

const expression = z.string().min(1);
const schema = z
  .union([
    expression,
    z.strictObject({
      expression: expression.meta({
        description: 'CEL expression that must be true',
        examples: ['final.stock >= 0'],
      }),
    }),
  ])
  .meta({
    description:
      'a CEL expression over count.*, initial.*, final.*, responses, unknown, spread, inFlight, instances, round',
    examples: ['initial.stock - final.stock == count.sold && final.stock >= 0'],
  });

export type AssertSpec = z.output<typeof schema>;

/**
 * An expression is judged in every world that the unknown operations allow (`worlds`): held when it is true in all of them,
 * violated when it is false in all. An operation that a rate limiter turned away may only excuse: the worlds in which the
 * service had carried it out are asked before anything is called violated.
 */
export const assert: Checker<AssertSpec> = {
  kind: 'assert',
  schema,
  describe: textOf,
  references: (spec) => ({
    roundExpressions: [{ path: typeof spec === 'string' ? [] : ['expression'], text: textOf(spec), type: 'bool' }],
  }),
  check(spec, history) {
    const text = textOf(spec);
    const actual = truth(text, history);
    if (typeof actual === 'string') return { verdict: 'inconclusive', because: actual };
    const unknown = history.operations.filter(hasUnknownEffect);
    const limited = history.operations.filter(({ effect, limited }) => limited && effect !== 'info');
    if (!sameEverywhere(actual, text, history, unknown)) return undecided(text, unknown.length, 'unknown');
    if (actual) return { verdict: 'held', measured: shownOperands(text, history) };
    if (!sameEverywhere(actual, text, history, [...unknown, ...limited]))
      return undecided(text, limited.length, 'rate-limited');
    return {
      verdict: 'violated',
      expected: text,
      ...(refutation(text, history) ?? {
        measured: shownOperands(text, history),
        witness: counted(text, history),
      }),
      because:
        unknown.length === 0 ? allKnown : `it is false whatever ${countOf(unknown.length, 'unknown operation')} did`,
    };
  },
};

/** More worlds than this are not asked, nor more operations over all of them; the answer is then inconclusive. */
const mostWorlds = 2000;
const mostResponses = 1_000_000;
/** A larger witness says nothing to a reader. */
const largestWitness = 6;

function textOf(spec: AssertSpec): string {
  return typeof spec === 'string' ? spec : spec.expression;
}

/** True or false, or the reason why neither. */
function truth(text: string, history: RoundHistory, supposed?: Supposed): boolean | string {
  const evaluation = evaluate(text, roundValues(history, text, supposed));
  if (evaluation.kind === 'error') return evaluation.message;
  if (typeof evaluation.value === 'boolean') return evaluation.value;
  return `\`${text}\` gives ${brief(canonicalJson(evaluation.value))}, expected true or false`;
}

function sameEverywhere(actual: boolean, text: string, history: RoundHistory, doubtful: readonly Operation[]): boolean {
  const most = readsResponses(text)
    ? Math.min(mostWorlds, Math.ceil(mostResponses / Math.max(1, history.operations.length)))
    : mostWorlds;
  let asked = 0;
  for (const supposed of worlds(groupsInDoubt(text, history, doubtful))) {
    asked += 1;
    if (asked > most || truth(text, history, supposed) !== actual) return false;
  }
  return true;
}

function undecided(text: string, count: number, what: string): CheckResult {
  return {
    verdict: 'inconclusive',
    because: `whether \`${text}\` is true depends on ${countOf(count, `${what} operation`)}`,
  };
}

function shownOperands(text: string, history: RoundHistory): string {
  return shown(operands(text, roundValues(history, text))) || text;
}

function shown(compared: ReturnType<typeof operands>): string {
  return compared.map((operand) => brief(`${operand.text} = ${canonicalJson(operand.value)}`)).join(', ');
}

/**
 * The first response that makes the expression false by itself, where it says something of all of them: one of known effect, and
 * by a condition that looks at nothing else of the round, so that it does so whatever the other members did.
 */
function refutation(
  text: string,
  history: RoundHistory,
): Pick<CheckResult & { verdict: 'violated' }, 'measured' | 'witness' | 'details'> | undefined {
  for (const { text: part, elements, operandsOf } of counterexamples(text, roundValues(history, text))) {
    if (part.match(/\b(?:count|instances|unknown|responses)\b/g)?.length !== 1) continue;
    const byMember = new Map(elements.map((each) => [isMap(each) ? Number(each['member']) : undefined, each]));
    const refuting = history.operations
      .filter((operation) => byMember.has(operation.member) && !hasUnknownEffect(operation) && !operation.limited)
      .sort(earlier)
      .map(({ member }) => member);
    const [first, ...others] = refuting;
    if (first === undefined) continue;
    return {
      measured: `${membersOf([first])}: ${shown(operandsOf(byMember.get(first) ?? null))}`,
      witness: [first],
      ...(others.length > 0 && {
        details: [`${membersOf(others)} ${others.length === 1 ? 'breaks' : 'break'} it too`],
      }),
    };
  }
  return undefined;
}

/** The operations in the outcomes that the expression counts, when they are few. */
function counted(text: string, history: RoundHistory): readonly number[] {
  const paths = [...text.matchAll(/\bcount\.(?:(\w+)\.)?(\w+)/g)];
  const members = history.operations
    .filter((operation) =>
      paths.some(
        ([, request = operation.request, outcome]) => operation.request === request && operation.outcome === outcome,
      ),
    )
    .sort(earlier)
    .map(({ member }) => member);
  return members.length > largestWitness ? [] : members;
}
