import { evaluate } from '../expr/expression.ts';
import type { RoundHistory } from '../history/history.ts';
import type { Operation } from '../history/operation.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { type Decimal, decimalOf } from '../support/decimal.ts';
import type { Json } from '../support/json.ts';
import type { CheckResult } from './checker.ts';
import { startOf } from './interval.ts';
import { operationValues } from './operation-values.ts';
import { identityText } from './plain-value.ts';
import { whyMissing } from './reading.ts';
import { selectAnswers, selectEffects } from './selection.ts';
import { brief, countOf, membersOf } from './wording.ts';

/** What a checker of written and read values asks of the members of a round. */
export interface RegisterSpec {
  /** The reads, and what each of them shows: a value, or a version that grows with every write. */
  readonly of: string;
  readonly shows: string;
  readonly ordered: boolean;
  /** The writes, and what each of them wrote. */
  readonly write?: string | undefined;
  readonly wrote?: string | undefined;
  /** Session or instance of an operation. */
  readonly per: string;
}

/** A closed interval in which an operation took place, with the value that it wrote or read. Nanoseconds. */
export interface Access {
  readonly member: number;
  readonly beganNs: number;
  readonly endedNs: number;
  /** Equal for equal values. */
  readonly key: string;
  /** The value for a person. */
  readonly shown: string;
  /** Set where values are versions. */
  readonly version?: Decimal;
  /** Whose it is; undefined when that is not known. */
  readonly owner?: string;
}

/** `certain`: it surely took effect, by its end. Any other one has no end: it may take effect at any later time, or never. */
export interface Write extends Access {
  readonly certain: boolean;
}

/** What the members of a round wrote into one register, and read from it. */
export interface Register {
  readonly writes: readonly Write[];
  readonly reads: readonly Access[];
  /** Writes that may have written any value. */
  readonly unvalued: number;
  /** Why some reads or writes could not be used. */
  readonly missing?: string;
}

/**
 * Reads the accesses out of a round. A read is an answer of the service itself: one of unknown effect (a proxy's 502), or of a
 * rate limiter, shows nothing. A write counts with its value even where no answer came; one whose value is not known may
 * have written anything.
 */
export function registerOf(spec: RegisterSpec, history: RoundHistory): Register {
  const missing: { readonly member: number; readonly expression: string; readonly message: string }[] = [];
  const accessOf = (operation: Operation, shows: string): Access | undefined => {
    const values = operationValues(operation);
    const { member } = operation;
    const read = (expression: string): Json | undefined => {
      const evaluation = evaluate(expression, values);
      if (evaluation.kind === 'value') return evaluation.value;
      missing.push({ member, expression, message: whyMissing(expression, operation) ?? evaluation.message });
      return undefined;
    };
    const value = read(shows);
    if (value === undefined) return undefined;
    const version = spec.ordered ? decimalOf(value) : undefined;
    if (spec.ordered && version === undefined) {
      missing.push({ member, expression: shows, message: `it is ${brief(canonicalJson(value))}, expected a number` });
      return undefined;
    }
    const owner = read(spec.per);
    return {
      member,
      beganNs: startOf(operation),
      endedNs: operation.doneAtNs ?? Infinity,
      key: identityText(value),
      shown: brief(canonicalJson(value)),
      ...(version !== undefined && { version }),
      ...(owner !== undefined && { owner: typeof owner === 'string' ? owner : canonicalJson(owner) }),
    };
  };

  const answered = selectAnswers(spec.of, history.operations).chosen.filter(
    ({ answer, effect, limited }) => answer !== undefined && effect !== 'info' && !limited,
  );
  const reads = answered.flatMap((operation) => accessOf(operation, spec.shows) ?? []);
  let unvalued = 0;
  const { certain, possible } = writesOf(spec.write, history.operations);
  const writes = [...certain, ...possible].flatMap((operation, place): readonly Write[] => {
    const known = missing.length;
    const access = accessOf(operation, spec.wrote ?? spec.shows);
    // That an unknown write has no value is no flaw of the answers.
    if (place >= certain.length) missing.splice(known);
    if (access === undefined) unvalued += 1;
    if (access === undefined) return [];
    return [place < certain.length ? { ...access, certain: true } : { ...access, certain: false, endedNs: Infinity }];
  });
  const [first] = missing;
  const note =
    first === undefined
      ? undefined
      : `\`${first.expression}\` has no value in ${membersOf([...new Set(missing.filter(({ expression }) => expression === first.expression).map(({ member }) => member))])}: ${first.message}`;
  return { writes, reads, unvalued, ...(note !== undefined && { missing: note }) };
}

/**
 * The writes that surely took effect as `write:` says, and those that may have written as well: of unknown effect, or members of the
 * same request that got another answer than a refusal of the service itself.
 */
function writesOf(
  write: string | undefined,
  operations: readonly Operation[],
): { readonly certain: readonly Operation[]; readonly possible: readonly Operation[] } {
  if (write === undefined) return { certain: [], possible: [] };
  const { certain, uncertain } = selectEffects(write, operations);
  const [request] = write.split('.');
  const chosen = new Set([...certain, ...uncertain].map(({ member }) => member));
  const others = operations.filter(
    ({ member, effect, limited, ...operation }) =>
      operation.request === request && (effect !== 'fail' || limited) && !chosen.has(member),
  );
  return { certain, possible: [...uncertain, ...others] };
}

export type Violated = CheckResult & { readonly verdict: 'violated' };

/** A violation that rests on who wrote which value; nothing is certain where a write may have written anything. */
export function unlessUnvalued(violated: Violated, { ordered }: RegisterSpec, { unvalued }: Register): CheckResult {
  if (ordered || unvalued === 0) return violated;
  const because = `${violated.measured}; but ${countOf(unvalued, 'write')} may have written anything`;
  return { verdict: 'inconclusive', because };
}

/** `of the same user (ann)`. */
export function ofTheSame(per: string, { owner }: Access): string {
  return `of the same ${per}${owner === undefined || owner === '' ? '' : ` (${owner})`}`;
}
