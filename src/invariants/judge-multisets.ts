import { groupBy } from '../support/group-by.ts';
import type { CheckResult } from './checker.ts';
import { type ReferenceMultiset, tally } from './reference-multisets.ts';
import type { SeenAnswer, SeenAnswers } from './seen-answers.ts';
import { allKnown, brief, countOf } from './wording.ts';

/** Why the answers are not those of a serial run: the members that are one too many, or none when answers are lacking. */
interface Misfit {
  readonly witness: readonly number[];
  readonly what: string;
}

/**
 * The answers must be one of the multisets. An unknown operation may have got any answer, or never have been carried out. Where
 * all members send one request that does no harm: a shorter serial run is the beginning of a longer one, so the known answers
 * are still among its own. Where they don't, one that never took effect may have changed the answers of others.
 */
export function judgeMultisets(seen: SeenAnswers, references: readonly ReferenceMultiset[]): CheckResult {
  const measured = shown(seen.answers);
  const misfits = chosenMisfits(references.map((reference) => misfitsOf(seen, reference)));
  const unknown = seen.unknown.length;
  if (misfits.length < references.length) {
    if (unknown > 0)
      return {
        verdict: 'inconclusive',
        because: `${measured}; right or wrong as ${countOf(unknown, 'unknown operation')} would have been answered`,
      };
    if (seen.missing !== undefined) return { verdict: 'inconclusive', because: seen.missing };
    return { verdict: 'held', measured };
  }
  if (seen.requests.length > 1) {
    if (references.some(({ oneOrder }) => oneOrder))
      return {
        verdict: 'inconclusive',
        because: `${measured}; the baseline gave other answers, but it is only one order of ${seen.requests.join(' and ')}: list what is \`allowed\``,
      };
    if (unknown > 0)
      return {
        verdict: 'inconclusive',
        because: `${measured}; ${countOf(unknown, 'unknown operation')} may have changed what others were answered`,
      };
  }
  return {
    verdict: 'violated',
    expected: `a serial run gives ${references.map(({ kinds }) => shownReference(kinds)).join(', or ')}`,
    measured,
    witness: [...new Set(misfits.flatMap(({ witness }) => witness))],
    because:
      unknown === 0
        ? allKnown
        : `${countOf(unknown, 'unknown operation')} can't take back an answer that others were given`,
    details: misfits.map(({ what }) => what),
  };
}

/** Of each reference that does not fit the misfit that adds the fewest members to the witness. */
function chosenMisfits(ofReferences: readonly (readonly Misfit[])[]): readonly Misfit[] {
  const witness = new Set<number>();
  return ofReferences.flatMap((misfits) => {
    const added = (misfit: Misfit) => misfit.witness.filter((member) => !witness.has(member)).length;
    const [best] = [...misfits].sort((a, b) => added(a) - added(b));
    for (const member of best?.witness ?? []) witness.add(member);
    return best ?? [];
  });
}

function misfitsOf({ answers, unknown }: SeenAnswers, { kinds }: ReferenceMultiset): readonly Misfit[] {
  const misfits: Misfit[] = [];
  for (const [kind, alike] of groupBy(answers, (answer) => answer.kind)) {
    const { total = 0, values } = kinds.get(kind) ?? {};
    if (alike.length > total) misfits.push(tooMany(alike, total, kind));
    if (values === undefined) continue;
    for (const [value, same] of groupBy(alike, (answer) => answer.value))
      if (value !== undefined && same.length > (values.get(value) ?? 0))
        misfits.push(tooMany(same, values.get(value) ?? 0, `${kind} with ${brief(value)}`));
  }
  const expected = [...kinds.values()].reduce((sum, { total }) => sum + total, 0);
  const most = answers.length + unknown.length;
  if (most < expected)
    misfits.push({
      witness: [],
      what: `a serial run gives ${countOf(expected, 'answer')}, here there are ${most} at most`,
    });
  return misfits;
}

function tooMany(alike: readonly SeenAnswer[], allowed: number, what: string): Misfit {
  return {
    witness: alike.slice(0, allowed + 1).map(({ member }) => member),
    what: `${what}: ${countOf(alike.length, 'time')} here, ${allowed === 0 ? 'never' : `${allowed} at most`} in a serial run`,
  };
}

/** `sold 1 ("A1"), refused 19`. */
function shown(answers: readonly SeenAnswer[]): string {
  const parts = [...groupBy(answers, ({ kind }) => kind)].map(([kind, alike]) => {
    const values = alike.flatMap(({ value }) => value ?? []);
    return `${kind} ${alike.length}${values.length === 0 ? '' : ` (${listed(tally(values))})`}`;
  });
  return parts.length === 0 ? 'no answer' : parts.join(', ');
}

function shownReference(kinds: ReferenceMultiset['kinds']): string {
  const parts = [...kinds].map(
    ([kind, { total, values }]) => `${kind} ${total}${values === undefined ? '' : ` (${listed(values)})`}`,
  );
  return parts.length === 0 ? 'no answer' : parts.join(', ');
}

function listed(values: ReadonlyMap<string, number>): string {
  return brief([...values].map(([value, count]) => (count === 1 ? value : `${count} × ${value}`)).join(', '));
}
