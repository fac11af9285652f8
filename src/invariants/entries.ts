import type { RoundHistory } from '../history/history.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { compare, formatDecimal } from '../support/decimal.ts';
import { groupBy } from '../support/group-by.ts';
import { isList, type Json } from '../support/json.ts';
import { identityOf, readEntry, readRound, type Reading } from './reading.ts';
import { roundNumber } from './round-number.ts';
import type { Numeric } from './spec-parts.ts';
import { brief } from './wording.ts';

/** A list of entries that was read from the service, and how to recognise them. Expressions over the round and over one entry. */
export interface EntriesSpec {
  readonly entries: string;
  readonly entryKey: string;
  /** The same list as it was before the burst. */
  readonly before?: string | undefined;
  /** How many entries there are by the service's own count. */
  readonly total?: Numeric | undefined;
}

/** The entries that were not there before. */
export interface Entries {
  readonly fresh: readonly Json[];
  readonly byKey: ReadonlyMap<string, readonly Json[]>;
  /** How many entries of a key were there before. */
  readonly oldByKey: ReadonlyMap<string, number>;
  /** Entries without a key may belong to anybody. */
  readonly keyless: readonly Json[];
  /** Why some entries may be missing from the list. */
  readonly incomplete?: string;
}

/** Reads and sorts the entries of a round. */
export function readEntries(spec: EntriesSpec, history: RoundHistory): Reading<Entries> {
  const after = listOf(spec.entries, history);
  if (after.kind === 'missing') return after;
  const before = spec.before === undefined ? undefined : listOf(spec.before, history);
  if (before?.kind === 'missing') return before;
  const incomplete = whyIncomplete(spec, after.value.length, history);
  if (incomplete.kind === 'missing') return incomplete;

  const keyOf = (entry: Json) => identityOf(readEntry(spec.entryKey, entry));
  const old = groupBy(before?.value ?? [], keyOf);
  const byKey = new Map<string, readonly Json[]>();
  let keyless: readonly Json[] = [];
  for (const [key, entries] of groupBy(after.value, keyOf)) {
    const fresh = without(entries, old.get(key) ?? []);
    if (key === undefined) keyless = fresh;
    else if (fresh.length > 0) byKey.set(key, fresh);
  }
  const oldByKey = new Map([...old].flatMap(([key, { length }]) => (key === undefined ? [] : [[key, length]])));
  const entries: Entries = { fresh: [...byKey.values()].flat().concat(keyless), byKey, oldByKey, keyless };
  return { kind: 'value', value: incomplete.value === '' ? entries : { ...entries, incomplete: incomplete.value } };
}

function listOf(source: string, history: RoundHistory): Reading<readonly Json[]> {
  const reading = readRound(source, history);
  if (reading.kind === 'missing') return reading;
  if (isList(reading.value)) return { kind: 'value', value: reading.value };
  const shown = brief(canonicalJson(reading.value));
  return {
    kind: 'missing',
    because: `\`${source}\` gives ${shown}, expected a list; capture the list itself, as in $.entries`,
  };
}

function whyIncomplete({ entries, total }: EntriesSpec, length: number, history: RoundHistory): Reading<string> {
  if (total === undefined) return { kind: 'value', value: '' };
  const reading = roundNumber(total, history);
  if (reading.kind === 'missing') return reading;
  const complete = compare(reading.value, { digits: BigInt(length), scale: 0 }) === 0;
  const value = complete
    ? ''
    : `${total} is ${formatDecimal(reading.value)}, but ${entries} has ${length}: it may be one page of many`;
  return { kind: 'value', value };
}

/** As many fewer as were there before: those that did not change first, since only they are surely the old ones. */
function without(entries: readonly Json[], old: readonly Json[]): readonly Json[] {
  if (old.length === 0) return entries;
  const unchanged = new Map<string, number>();
  for (const entry of old) {
    const text = canonicalJson(entry);
    unchanged.set(text, (unchanged.get(text) ?? 0) + 1);
  }
  const rest = entries.filter((entry) => {
    const text = canonicalJson(entry);
    const left = unchanged.get(text) ?? 0;
    if (left > 0) unchanged.set(text, left - 1);
    return left === 0;
  });
  return rest.slice(Math.max(0, old.length - (entries.length - rest.length)));
}
