import type { Operation } from '../history/operation.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import type { Attempts, KeyedAttempts } from './attempts.ts';
import type { CheckResult } from './checker.ts';
import type { Entries } from './entries.ts';
import type { BalanceProblem } from './ledger-sum.ts';
import { allKnown, brief, countOf, listed, membersOf } from './wording.ts';

/** What is wrong, or in doubt, about one key. */
interface Finding {
  readonly kind: 'lost' | 'duplicate' | 'refused' | 'phantom';
  /** By how many entries it is off. */
  readonly count: number;
  /** The operations that show it. */
  readonly witness: readonly Operation[];
  readonly text: string;
}

/**
 * With a acknowledged and p possible operations under a key, a correct ledger has between a and a + p entries of it: fewer are
 * lost, more are duplicates; entries of operations that were all refused, or of none at all, have no business there.
 * Entries and operations whose key is not known may belong together: they excuse as many findings.
 */
export function judgeBooks(
  acknowledged: string,
  entries: Entries,
  { byKey, keyless, missing }: KeyedAttempts,
  balance: BalanceProblem | undefined,
): CheckResult {
  const findings = [...new Set([...byKey.keys(), ...entries.byKey.keys()])].flatMap(
    (key) => finding(key, entries.byKey.get(key)?.length ?? 0, byKey.get(key)) ?? [],
  );
  const lost = findings.filter(({ kind }) => kind === 'lost');
  const excess = findings.filter(({ kind }) => kind !== 'lost');
  const groups = [...byKey.entries()].map(([key, attempts]) => ({
    attempts,
    found: entries.byKey.get(key)?.length ?? 0,
  }));
  const recovered = groups.reduce((sum, { attempts, found }) => sum + recoveredIn(attempts, found), 0);
  const booked = groups.reduce((sum, { attempts }) => sum + attempts.certain.length, 0) + keyless.certain.length;
  const measured = [
    `${countOf(entries.fresh.length, 'entry')} for ${booked} ${acknowledged}`,
    ...kinds.flatMap((kind) => {
      const count = total(findings.filter((one) => one.kind === kind));
      return count === 0 ? [] : [`${count} ${words[kind]}`];
    }),
    ...(recovered === 0 ? [] : [`${recovered} of unknown outcome recovered`]),
  ].join(', ');
  const details = listed(findings.map(({ text }) => text));
  const unknown = groups.reduce((sum, { attempts }) => sum + attempts.possible.length, 0) + keyless.possible.length;

  const proof =
    (entries.incomplete === undefined ? moreThan(entries.keyless.length, lost) : undefined) ??
    moreThan(keyless.certain.length + keyless.possible.length, excess);
  if (proof !== undefined || balance?.kind === 'wrong') {
    return {
      verdict: 'violated',
      expected: `exactly one entry for each ${acknowledged}, and no other${balance?.kind === 'wrong' ? '; the entries add up' : ''}`,
      measured: balance?.kind === 'wrong' ? `${measured}; ${balance.because}` : measured,
      witness: (proof ?? []).flatMap(({ witness }) => witness.map(({ member }) => member)),
      because:
        unknown === 0 ? allKnown : `each of ${countOf(unknown, 'unknown operation')} was granted an entry of its own`,
      details,
    };
  }
  const doubt = [
    ...(lost.length > 0 ? [entries.incomplete ?? `${keylessEntries(entries)} may be what is missing`] : []),
    ...(excess.length > 0 ? [`${measured}; it may belong to operations whose key is not known`] : []),
    missing,
    entries.incomplete,
    ...(entries.keyless.length > 0 ? [`${keylessEntries(entries)} may be anybody's`] : []),
    balance?.because,
    ambiguous(groups),
  ].find((reason) => reason !== undefined);
  if (doubt !== undefined) return { verdict: 'inconclusive', because: doubt, ...(details.length > 0 && { details }) };
  return { verdict: 'held', measured };
}

function keylessEntries({ keyless }: Entries): string {
  return `${countOf(keyless.length, 'entry')} without a key, such as ${brief(canonicalJson(keyless[0] ?? null))},`;
}

const kinds = ['lost', 'duplicate', 'refused', 'phantom'] as const;
const words = { lost: 'lost', duplicate: 'duplicate', refused: 'booked though refused', phantom: 'phantom' } as const;

function finding(key: string, found: number, attempts: Attempts | undefined): Finding | undefined {
  const shown = brief(key);
  if (attempts === undefined) {
    return {
      kind: 'phantom',
      count: found,
      witness: [],
      text: `phantom: ${countOf(found, 'entry')} ${shown}, which no operation has`,
    };
  }
  const { certain, possible, without } = attempts;
  const allowed = certain.length + possible.length;
  const members = (operations: readonly Operation[]) => membersOf(operations.map(({ member }) => member));
  if (found < certain.length) {
    const text = `lost: ${shown} of ${members(certain)} has ${found === 0 ? 'no entry' : `only ${countOf(found, 'entry')}`}`;
    return { kind: 'lost', count: certain.length - found, witness: certain.slice(0, found + 1), text };
  }
  if (found <= allowed) return undefined;
  if (allowed === 0) {
    const text = `booked though refused: ${shown} of ${members(without)} has ${countOf(found, 'entry')}`;
    return { kind: 'refused', count: found, witness: without, text };
  }
  const all = [...certain, ...possible];
  const text = `duplicate: ${shown} of ${members(all)} has ${found} entries`;
  return { kind: 'duplicate', count: found - allowed, witness: all, text };
}

function recoveredIn({ certain, possible }: Attempts, found: number): number {
  return certain.length === 0 ? Math.min(possible.length, found) : 0;
}

/** Acknowledged and unknown operations under one key: an entry too few for both may be the loss of an acknowledged one. */
function ambiguous(groups: readonly { readonly attempts: Attempts; readonly found: number }[]): string | undefined {
  const open = groups.find(
    ({ attempts: { certain, possible }, found }) =>
      certain.length > 0 && possible.length > 0 && found < certain.length + possible.length,
  );
  if (open === undefined) return undefined;
  const { certain, possible } = open.attempts;
  const members = [...certain, ...possible].map(({ member }) => member);
  return `${membersOf(members)} share a key, and which of them ${countOf(open.found, 'entry')} stands for is not known`;
}

/** The first findings that are more than what is excused; undefined when all of them are. */
function moreThan(excused: number, findings: readonly Finding[]): readonly Finding[] | undefined {
  let seen = 0;
  const place = findings.findIndex(({ count }) => (seen += count) > excused);
  return place === -1 ? undefined : findings.slice(0, place + 1);
}

function total(findings: readonly Finding[]): number {
  return findings.reduce((sum, { count }) => sum + count, 0);
}
