import { canonicalJson } from '../support/canonical-json.ts';
import type { KeyedAttempts } from './attempts.ts';
import type { CheckResult } from './checker.ts';
import type { Entries } from './entries.ts';
import { type Account, accountsOf, type Finding, findingsOf, proofOf } from './ledger-findings.ts';
import type { BalanceProblem } from './ledger-sum.ts';
import { allKnown, brief, countOf, listed, membersOf } from './wording.ts';

/**
 * With a acknowledged and p possible operations under a key, a correct ledger has between a and a + p entries of it: fewer are
 * lost, more are duplicates; entries of operations that were all refused, or of none at all, have no business there.
 */
export function judgeBooks(
  acknowledged: string,
  entries: Entries,
  attempts: KeyedAttempts,
  balance: BalanceProblem | undefined,
): CheckResult {
  const { keyless, missing } = attempts;
  const accounts = accountsOf(entries, attempts);
  const findings = findingsOf(accounts);
  const proof = proofOf(findings, accounts, entries, keyless);
  const all = findings.length === 0 ? (proof ?? []) : findings;
  const sides = [...accounts.map((account) => account.attempts), keyless];
  const booked = sides.reduce((sum, { certain }) => sum + certain.length, 0);
  const measured = summary(`${countOf(entries.fresh.length, 'entry')} for ${booked} ${acknowledged}`, all, accounts);
  const details = listed(all.map(({ text }) => text));
  if (proof !== undefined || balance?.kind === 'wrong') {
    const unknown = sides.reduce((sum, { possible }) => sum + possible.length, 0);
    const addUp = balance?.kind === 'wrong';
    return {
      verdict: 'violated',
      expected: `exactly one entry for each ${acknowledged}, and no other${addUp ? '; the entries add up' : ''}`,
      measured: addUp ? `${measured}; ${balance.because}` : measured,
      witness: (proof ?? []).flatMap(({ witness }) => witness.map(({ member }) => member)),
      because:
        unknown === 0 ? allKnown : `each of ${countOf(unknown, 'unknown operation')} was granted an entry of its own`,
      details,
    };
  }
  const doubt = [
    ...(findings.some(({ kind }) => kind === 'lost')
      ? [entries.incomplete ?? `${keylessEntries(entries)} may be what is missing`]
      : []),
    ...(findings.length > 0 ? [`${measured}; it may belong to operations whose key is not known`] : []),
    missing,
    entries.incomplete,
    ...(entries.keyless.length > 0 ? [`${keylessEntries(entries)} may be anybody's`] : []),
    balance?.because,
    ambiguous(accounts),
  ].find((reason) => reason !== undefined);
  if (doubt !== undefined) return { verdict: 'inconclusive', because: doubt, ...(details.length > 0 && { details }) };
  return { verdict: 'held', measured };
}

const kinds = ['lost', 'duplicate', 'refused', 'phantom'] as const;
const words = { lost: 'lost', duplicate: 'duplicate', refused: 'booked though refused', phantom: 'phantom' } as const;

/** `19 entries for 20 paid, 1 lost, 1 of unknown outcome recovered`. */
function summary(start: string, findings: readonly Finding[], accounts: readonly Account[]): string {
  const recovered = accounts.reduce((sum, account) => sum + recoveredIn(account), 0);
  return [
    start,
    ...kinds.flatMap((kind) => {
      const count = findings.reduce((sum, finding) => sum + (finding.kind === kind ? finding.count : 0), 0);
      return count === 0 ? [] : [`${count} ${words[kind]}`];
    }),
    ...(recovered === 0 ? [] : [`${recovered} of unknown outcome recovered`]),
  ].join(', ');
}

function recoveredIn({ attempts: { certain, possible }, found }: Account): number {
  return certain.length === 0 ? Math.min(possible.length, found) : 0;
}

function keylessEntries({ keyless }: Entries): string {
  return `${countOf(keyless.length, 'entry')} without a key, such as ${brief(canonicalJson(keyless[0] ?? null))},`;
}

/** Acknowledged and unknown operations under one key: an entry too few for both may be the loss of an acknowledged one. */
function ambiguous(accounts: readonly Account[]): string | undefined {
  const open = accounts.find(
    ({ attempts: { certain, possible }, found }) =>
      certain.length > 0 && possible.length > 0 && found < certain.length + possible.length,
  );
  if (open === undefined) return undefined;
  const { certain, possible } = open.attempts;
  const members = [...certain, ...possible].map(({ member }) => member);
  return `${membersOf(members)} share a key, and which of them ${countOf(open.found, 'entry')} stands for is not known`;
}
