import type { Operation } from '../history/operation.ts';
import { groupBy } from '../support/group-by.ts';
import type { Attempts, KeyedAttempts } from './attempts.ts';
import type { Entries } from './entries.ts';
import { brief, countOf, membersOf } from './wording.ts';

/** What is wrong about one key, or about all of them together. */
export interface Finding {
  readonly kind: 'lost' | 'duplicate' | 'refused' | 'phantom';
  /** By how many entries it is off. */
  readonly count: number;
  /** The operations that show it. */
  readonly witness: readonly Operation[];
  readonly text: string;
}

/** The operations of one key beside the number of its entries. */
export interface Account {
  readonly key: string;
  readonly found: number;
  readonly attempts: Attempts;
}

const nobody: Attempts = { certain: [], possible: [], without: [] };

/** One account for each key that an operation or an entry has. */
export function accountsOf(entries: Entries, { byKey }: KeyedAttempts): readonly Account[] {
  return [...new Set([...byKey.keys(), ...entries.byKey.keys()])].map((key) => ({
    key,
    found: entries.byKey.get(key)?.length ?? 0,
    attempts: byKey.get(key) ?? nobody,
  }));
}

/** What is wrong with each account, taken for itself. */
export function findingsOf(accounts: readonly Account[]): readonly Finding[] {
  return accounts.flatMap((account) => findingOf(account) ?? []);
}

function findingOf({ key, found, attempts: { certain, possible, without } }: Account): Finding | undefined {
  const allowed = certain.length + possible.length;
  const shown = brief(key);
  if (found < certain.length) {
    const text = `lost: ${shown} of ${members(certain)} has ${found === 0 ? 'no entry' : `only ${countOf(found, 'entry')}`}`;
    return { kind: 'lost', count: certain.length - found, witness: certain.slice(0, found + 1), text };
  }
  if (found <= allowed) return undefined;
  if (allowed + without.length === 0) {
    const text = `phantom: ${countOf(found, 'entry')} ${shown}, which no operation has`;
    return { kind: 'phantom', count: found, witness: [], text };
  }
  if (allowed === 0) {
    const text = `booked though refused: ${shown} of ${members(without)} has ${countOf(found, 'entry')}`;
    return { kind: 'refused', count: found, witness: without, text };
  }
  const all = [...certain, ...possible];
  return {
    kind: 'duplicate',
    count: found - allowed,
    witness: all,
    text: `duplicate: ${shown} of ${members(all)} has ${found} entries`,
  };
}

/**
 * The first findings that can't all be excused. Entries and operations without a key may be each other's, or anybody's: a
 * keyless entry excuses what is lost, a keyless operation what is too many. Together with the sums of both sides these are the
 * conditions under which every entry finds an operation and every acknowledged operation an entry; a list that may be
 * incomplete proves no loss.
 */
export function proofOf(
  findings: readonly Finding[],
  accounts: readonly Account[],
  entries: Entries,
  keyless: Attempts,
): readonly Finding[] | undefined {
  const { lost = [], excess = [] } = Object.fromEntries(
    groupBy(findings, ({ kind }) => (kind === 'lost' ? 'lost' : 'excess')),
  );
  const loss =
    entries.incomplete === undefined
      ? (moreThan(entries.keyless.length, lost) ?? shortage(accounts, entries, keyless))
      : undefined;
  return (
    loss ?? moreThan(keyless.certain.length + keyless.possible.length, excess) ?? overflow(accounts, entries, keyless)
  );
}

/** The first findings that are more than what is excused; undefined when all of them are. */
function moreThan(excused: number, findings: readonly Finding[]): readonly Finding[] | undefined {
  let seen = 0;
  const place = findings.findIndex(({ count }) => (seen += count) > excused);
  return place === -1 ? undefined : findings.slice(0, place + 1);
}

/** Acknowledged operations for which no entry is left, though nobody knows which they are. */
function shortage(
  accounts: readonly Account[],
  entries: Entries,
  { certain }: Attempts,
): readonly Finding[] | undefined {
  const lost = sum(accounts, ({ found, attempts }) => Math.max(0, attempts.certain.length - found));
  const spare = sum(accounts, ({ found, attempts }) => Math.max(0, found - attempts.certain.length));
  const count = lost + certain.length - entries.keyless.length - spare;
  if (count <= 0 || certain.length === 0) return undefined;
  const all = [...accounts.flatMap(({ attempts }) => attempts.certain), ...certain];
  const text = `lost: ${countOf(all.length, 'acknowledged operation')}, and ${countOf(entries.fresh.length, 'entry')} to share among them and others`;
  return [{ kind: 'lost', count, witness: all, text }];
}

/** Entries for which no operation is left, though nobody knows which they are. */
function overflow(accounts: readonly Account[], entries: Entries, keyless: Attempts): readonly Finding[] | undefined {
  const allowed = sum(
    [...accounts.map(({ attempts }) => attempts), keyless],
    ({ certain, possible }) => certain.length + possible.length,
  );
  const count = entries.fresh.length - allowed;
  if (count <= 0) return undefined;
  const text = `phantom: ${countOf(entries.fresh.length, 'entry')}, and ${countOf(allowed, 'operation')} at most that may have one`;
  return [{ kind: 'phantom', count, witness: [], text }];
}

function sum<Item>(items: readonly Item[], amount: (item: Item) => number): number {
  return items.reduce((total, item) => total + amount(item), 0);
}

function members(operations: readonly Operation[]): string {
  return membersOf(operations.map(({ member }) => member));
}
