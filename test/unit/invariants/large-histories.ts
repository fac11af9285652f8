import type { RoundHistory } from '../../../src/history/history.ts';
import type { Operation } from '../../../src/history/operation.ts';
import type { Json } from '../../../src/support/json.ts';
import { observed, round } from './history-builder.ts';

/** As many as a burst may have. What takes the square of it does not come back in a test's time. */
export const members = 10_000;

/** A burst of that many, each made from its place; intervals follow each other and overlap their neighbours. */
export function burst(make: (place: number) => Partial<Operation>, more: Partial<RoundHistory> = {}): RoundHistory {
  const [template] = round('ok').operations;
  if (template === undefined) throw new Error('the mini-language gave no operation');
  const operations = Array.from({ length: members }, (_, member): Operation => {
    const stagedAtNs = member * 10;
    return { ...template, stagedAtNs, releasedAtNs: stagedAtNs, doneAtNs: stagedAtNs + 25, ...make(member), member };
  });
  return { ...round('', more), operations };
}

const places = Array.from({ length: members }, (_, place) => place);
const list = (make: (place: number) => Json) => observed({}, { list: places.map(make) });
const values = (make: (place: number) => Readonly<Record<string, Json>>) => burst((place) => ({ values: make(place) }));

/** Makes an operation unknown. */
export const lost = { outcome: 'lost', effect: 'info' } as const;
const failed = { answer: { status: 500, headers: [], body: '', bodyBytes: 0 } };
const refused = { outcome: 'refused', effect: 'fail' } as const;

/** An invariant as in a scenario file, a history that keeps it, and one that breaks it at the very end. */
export type LargeCase = readonly [spec: Readonly<Record<string, unknown>>, kept: RoundHistory, broken: RoundHistory];

export const largeCases: readonly LargeCase[] = [
  [{ count: { of: 'ok', atMost: members - 1 } }, burst((place) => (place === 0 ? refused : {})), burst(() => ({}))],
  [
    { unique: { of: 'ok', value: 'id' } },
    burst((place) => ({ captures: { id: place } })),
    burst((place) => ({ captures: { id: Math.min(place, members - 2) } })),
  ],
  [
    { identical: { of: 'ok', value: 'id' } },
    burst(() => ({ captures: { id: 1 } })),
    burst((place) => ({ captures: { id: place < members - 1 ? 1 : 2 } })),
  ],
  [
    { conserved: { before: 0, after: 'final.sum', change: { ok: 'by' } } },
    { ...values(() => ({ by: '0.1' })), final: { sum: 1000 } },
    { ...values(() => ({ by: '0.1' })), final: { sum: '999.9' } },
  ],
  [
    { noLostUpdate: { of: 'ok', initial: 0, final: 'final.sum' } },
    { ...burst(() => ({})), final: { sum: members } },
    { ...burst(() => ({})), final: { sum: 1 } },
  ],
  [
    { inventory: { stock: members, sold: 'ok', soldOut: 'refused' } },
    burst(() => ({})),
    burst((place) => (place === 0 ? refused : {})),
  ],
  [
    { ledger: { entries: 'final.list', acknowledged: 'ok', key: 'key', entryKey: 'entry.key' } },
    { ...values((place) => ({ key: place })), ...list((place) => ({ key: members - 1 - place })) },
    { ...values((place) => ({ key: place })), ...list((place) => ({ key: Math.min(place, members - 2) })) },
  ],
  [
    { versionChain: { of: 'ok', from: 'base', to: 'base + 1' } },
    values((place) => ({ base: place })),
    values((place) => ({ base: Math.min(place, members - 2) })),
  ],
  [
    { idempotent: { key: 'key', effect: 'key', entries: 'final.list' } },
    { ...values((place) => ({ key: place % 100 })), ...observed({}, { list: places.slice(0, 100) }) },
    { ...values((place) => ({ key: place % 100 })), ...list((place) => place % 100) },
  ],
  [
    { mutualExclusion: { acquire: 'ok', release: 'free', owner: 'owner', token: 'owner' } },
    burst(lockStep),
    burst((place) => ({ ...lockStep(place), ...(place === members - 3 && refused) })),
  ],
  [
    { limit: { of: 'ok', atMost: 100, per: '1us', kind: 'sliding' } },
    burst(() => ({})),
    burst((place) => (place < members - 101 ? {} : { stagedAtNs: 1e9, doneAtNs: 1e9 + 900 })),
  ],
  [
    { limit: { of: 'ok', atMost: 100, per: '1us', kind: 'fixed' } },
    burst(() => ({})),
    burst((place) => (place < members - 201 ? {} : { stagedAtNs: 1e9, doneAtNs: 1e9 + 900 })),
  ],
  [
    { limit: { of: 'ok', atMost: 100, per: '1us', kind: 'bucket', burst: 110 } },
    burst(() => ({})),
    burst((place) => (place < members - 250 ? {} : { stagedAtNs: 1e9, doneAtNs: 1e9 + 900 })),
  ],
  [{ noErrors: true }, burst(() => ({})), burst((place) => (place < members - 1 ? {} : failed))],
  [
    { assert: 'responses.all(r, r.member < 9999) == false && count.ok == 10000' },
    burst(() => ({})),
    burst((place) => (place < members - 1 ? {} : { outcome: 'refused' })),
  ],
];

/** Members take turns to get the lock and to give it back. */
function lockStep(place: number): Partial<Operation> {
  const owner = Math.floor(place / 2);
  const startNs = owner * 100;
  return place % 2 === 0
    ? { values: { owner }, stagedAtNs: startNs, doneAtNs: startNs + 10 }
    : { values: { owner }, outcome: 'free', stagedAtNs: startNs + 50, doneAtNs: startNs + 60 };
}
