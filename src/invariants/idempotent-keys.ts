import type { Operation } from '../history/operation.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import type { Json } from '../support/json.ts';
import { jsonDifferences } from '../support/json-differences.ts';
import type { Attempts, KeyedAttempts } from './attempts.ts';
import type { CheckResult } from './checker.ts';
import type { Entries } from './entries.ts';
import { identityOf, readOperation } from './reading.ts';
import { earlier, hasUnknownEffect } from './selection.ts';
import { bothAnswersKnown, brief, countOf, listed, membersOf } from './wording.ts';

/** What answers are read for; expressions over one operation. */
export interface KeySpec {
  readonly key: string;
  readonly effect?: string | undefined;
  readonly answer?: string | undefined;
}

interface Finding {
  readonly expected: string;
  readonly measured: string;
  readonly witness: readonly Operation[];
  readonly because: string;
  readonly details?: readonly string[];
}

/**
 * Violated when two final answers to one key tell of two effects, or differ; when two keys share an effect; when the list has two
 * entries of one key, or none of a key that was acknowledged. An unknown operation brings the effect of its key about, or it does
 * not: with a list that is seen, without one a key with an unknown operation beside others is undecided.
 */
export function judgeKeys(spec: KeySpec, attempts: KeyedAttempts, entries: Entries | undefined): CheckResult {
  const keys = [...attempts.byKey];
  const doubts: string[] = attempts.missing === undefined ? [] : [attempts.missing];
  const findings = [
    ...answerFindings(spec, keys, doubts),
    ...(entries === undefined ? [] : entryFindings(keys, entries, doubts)),
  ];
  const [first] = findings;
  if (first !== undefined) {
    const { witness, details, ...words } = first;
    const others = findings.slice(1).map(({ measured }) => measured);
    const members = [...witness].sort(earlier).map(({ member }) => member);
    return { verdict: 'violated', ...words, witness: members, details: listed([...(details ?? []), ...others]) };
  }
  if (entries === undefined) {
    for (const [key, { certain, possible }] of keys) {
      const unknown = possible.filter(hasUnknownEffect).map(({ member }) => member);
      if (unknown.length > 0 && certain.length + unknown.length > 1)
        doubts.push(`${membersOf(unknown)} may have had an effect of its own under ${shown(key)}; entries would tell`);
    }
  }
  const [doubt] = doubts;
  if (doubt !== undefined) return { verdict: 'inconclusive', because: doubt };
  return { verdict: 'held', measured: `${countOf(keys.length, 'key')}, at most one effect and one answer each` };
}

function answerFindings(
  { effect, answer }: KeySpec,
  keys: readonly (readonly [string, Attempts])[],
  doubts: string[],
): readonly Finding[] {
  const findings: Finding[] = [];
  const owners = new Map<string, { readonly key: string; readonly operation: Operation }>();
  for (const [key, { certain }] of keys) {
    const effects = firstOfEach(effect, certain, doubts);
    const answers = firstOfEach(answer, certain, doubts);
    if (effects.length > 1) findings.push(differing(key, 'effect', effects));
    if (answers.length > 1) findings.push(differing(key, 'answer', answers));
    for (const { operation, text } of effects) {
      const owner = owners.get(text);
      if (owner === undefined) owners.set(text, { key, operation });
      else {
        findings.push({
          expected: 'every effect belongs to one key',
          measured: `effect ${brief(text)} was answered under ${shown(owner.key)} and under ${shown(key)}`,
          witness: [owner.operation, operation],
          because: bothAnswersKnown,
        });
      }
    }
  }
  return findings;
}

interface Told {
  readonly operation: Operation;
  readonly value: Json;
  readonly text: string;
}

/** The first operation that tells each different value. An operation without an effect owes none. */
function firstOfEach(
  expression: string | undefined,
  operations: readonly Operation[],
  doubts: string[],
): readonly Told[] {
  const told = new Map<string, Told>();
  if (expression === undefined) return [];
  for (const operation of operations) {
    const reading = readOperation(expression, operation);
    const text = identityOf(reading);
    if (reading.kind === 'missing' || text === undefined) {
      if (operation.effect === 'fail') continue;
      doubts.push(
        reading.kind === 'missing' ? reading.because : `member ${operation.member}: \`${expression}\` is null`,
      );
    } else if (!told.has(text)) told.set(text, { operation, value: reading.value, text });
  }
  return [...told.values()];
}

function differing(key: string, what: 'effect' | 'answer', told: readonly Told[]): Finding {
  const [one, other] = told;
  const values = told.slice(0, 3).map(({ text }) => brief(text));
  return {
    expected: `one ${what} for ${shown(key)}`,
    measured: `${countOf(told.length, what)} for ${shown(key)}: ${values.join(', ')}${told.length > 3 ? ' ...' : ''}`,
    witness: told.slice(0, 2).map(({ operation }) => operation),
    because: bothAnswersKnown,
    ...(one !== undefined &&
      other !== undefined &&
      typeof one.value === 'object' && {
        details: jsonDifferences(one.value, other.value).map(
          (line) => `members ${one.operation.member} and ${other.operation.member} differ in ${line}`,
        ),
      }),
  };
}

function entryFindings(
  keys: readonly (readonly [string, Attempts])[],
  { byKey, oldByKey, keyless, incomplete }: Entries,
  doubts: string[],
): readonly Finding[] {
  const lost: Finding[] = [];
  const findings: Finding[] = [];
  for (const [key, { certain, possible, without }] of keys) {
    const fresh = byKey.get(key)?.length ?? 0;
    const found = fresh + (oldByKey.get(key) ?? 0);
    const sent = [...certain, ...possible, ...without];
    const [acknowledged] = certain.filter(({ effect }) => effect === 'ok');
    if (found > 1 && fresh > 0) {
      findings.push({
        expected: `one effect for ${shown(key)}`,
        measured: `${found} effects are listed for ${shown(key)}, sent by ${membersOf(sent.map(({ member }) => member))}`,
        witness: sent.slice(0, 2),
        because: 'one key may have one effect, however many of its operations are unknown',
        details: (byKey.get(key) ?? []).map((entry) => brief(canonicalJson(entry))),
      });
    } else if (found === 0 && acknowledged !== undefined) {
      lost.push({
        expected: `one effect for ${shown(key)}`,
        measured: `no effect is listed for ${shown(key)}, acknowledged to member ${acknowledged.member}`,
        witness: [acknowledged],
        because: 'it was acknowledged before the list was read, whatever else took effect',
      });
    }
  }
  const [missing] = lost;
  if (missing !== undefined && incomplete !== undefined) {
    doubts.push(`${missing.measured}; but ${incomplete}`);
    return findings;
  }
  if (lost.length > keyless.length) return [...findings, ...lost.slice(0, keyless.length + 1)];
  if (keyless.length > 0) doubts.push(`${countOf(keyless.length, 'entry')} without a key may be anybody's`);
  return findings;
}

function shown(key: string): string {
  return `key ${brief(key)}`;
}
