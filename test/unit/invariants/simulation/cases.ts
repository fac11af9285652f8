import type { Random } from '../../../../src/support/random.ts';
import { replicaCases } from './replica-cases.ts';
import { ms, type SimulatedMember } from './service.ts';
import { correctCounter, racyCounter } from './services/counter.ts';
import { correctDocument, racyDocument } from './services/document.ts';
import { correctIdempotencyStore, racyIdempotencyStore } from './services/idempotency-store.ts';
import { correctInventory, racyInventory } from './services/inventory.ts';
import { correctLedger, racyLedger } from './services/ledger.ts';
import { atMost, correctLimiter, racyLimiter } from './services/limiter.ts';
import { correctLock, racyLock } from './services/lock.ts';
import type { SoakCase } from './soak.ts';
import { rough } from './weather.ts';

const each = <Value>(count: number, make: (place: number) => Value) =>
  Array.from({ length: count }, (_, at) => make(at));

const inventory: SoakCase = {
  name: 'inventory',
  correct: correctInventory(5),
  racy: racyInventory(5),
  members: () => each(12, () => ({ request: 'buy' })),
  invariants: [
    { count: { of: 'sold', atMost: 'initial.stock' } },
    { unique: { of: 'sold', value: 'ticket' } },
    { inventory: { stock: 'initial.stock', sold: 'sold', soldOut: 'refused' } },
    { conserved: { before: 'initial.stock', after: 'final.stock', change: { sold: -1 } } },
    { assert: 'initial.stock - final.stock >= count.sold' },
    {
      linearizable: {
        model: 'stock',
        initial: 'initial.stock',
        final: 'final.stock',
        buy: { of: 'sold', soldOut: 'refused' },
      },
    },
  ],
};

const counter: SoakCase = {
  name: 'counter',
  correct: correctCounter,
  racy: racyCounter,
  members: (random) => each(8, () => ({ request: 'add', values: { by: random.int(1, 3) } })),
  invariants: [
    { noLostUpdate: { of: 'add.ok', initial: 'initial.sum', final: 'final.sum', by: 'by' } },
    { conserved: { before: 'initial.sum', after: 'final.sum', change: { add: 'by' } } },
    { unique: { of: 'ok', value: 'sum' } },
    {
      linearizable: {
        model: 'counter',
        initial: 'initial.sum',
        final: 'final.sum',
        add: { of: 'add', by: 'by', result: 'sum' },
      },
    },
  ],
};

const ledger: SoakCase = {
  name: 'ledger',
  correct: correctLedger,
  racy: racyLedger,
  members: (random) => each(10, (at) => ({ request: 'pay', values: { token: `t${at}`, amount: random.int(1, 9) } })),
  invariants: [
    {
      ledger: {
        entries: 'final.entries',
        before: 'initial.entries',
        acknowledged: 'paid',
        key: 'token',
        entryKey: 'entry.token',
      },
    },
    {
      ledger: {
        entries: 'final.entries',
        before: 'initial.entries',
        acknowledged: 'pay.paid',
        key: 'token',
        entryKey: 'entry.token',
        sum: { of: 'entry.amount', from: 'initial.balance', to: 'final.balance' },
      },
    },
    { conserved: { before: 'initial.balance', after: 'final.balance', change: { paid: 'amount' } } },
  ],
};

const document: SoakCase = {
  name: 'document with versions',
  correct: correctDocument,
  racy: racyDocument,
  // Some guess the version that will be there.
  members: (random) =>
    each(10, () => ({ request: 'write', values: { base: random.int(1, 4) < 4 ? 1 : random.int(2, 3) } })),
  invariants: [
    { versionChain: { of: 'ok', from: 'base', to: 'made' } },
    { versionChain: { of: 'write.ok', from: 'base', to: 'made', initial: 'initial.version', final: 'final.version' } },
    { unique: { of: 'ok', value: 'made' } },
    { noLostUpdate: { of: 'ok', initial: 'initial.version', final: 'final.version' } },
    {
      linearizable: {
        model: 'cas-register',
        initial: 'initial.version',
        final: 'final.version',
        cas: { of: 'ok', conflict: 'refused', from: 'base', to: 'base + 1' },
      },
    },
  ],
};

const idempotencyStore: SoakCase = {
  name: 'idempotency store behind a proxy that repeats requests',
  correct: correctIdempotencyStore,
  racy: racyIdempotencyStore,
  weather: { ...rough, duplicate: 200 },
  members: () => each(12, (at) => ({ request: 'pay', values: { key: `k${at % 3}` } })),
  invariants: [
    { idempotent: { key: 'key', effect: 'payment', answer: '[status, total]' } },
    { idempotent: { of: 'paid', key: 'key', entries: 'final.payments', entryKey: 'entry.key' } },
  ],
};

/** Two waves of owners, each giving back what it may have got. */
function lockMembers(random: Random): readonly SimulatedMember[] {
  return each(6, (at) => {
    const values = { owner: `o${at}` };
    const offsetNs = at < 4 ? random.int(0, 2 * ms) : random.int(30 * ms, 90 * ms);
    return [
      { request: 'lock', values, offsetNs },
      { request: 'unlock', values, offsetNs: offsetNs + random.int(5 * ms, 40 * ms) },
    ];
  }).flat();
}

const held = { acquire: 'lock.granted', release: 'unlock.ok', owner: 'owner', lease: '60ms' };
const lock: SoakCase = {
  name: 'lock with a lease',
  correct: correctLock,
  racy: racyLock,
  members: lockMembers,
  invariants: [{ mutualExclusion: held }, { mutualExclusion: { ...held, token: 'token', busy: 'lock.refused' } }],
};

/** Two rushes and some strays, so that periods are full and refill. */
const rushes = (random: Random) =>
  each(24, (at) => ({
    request: 'call',
    offsetNs: at < 18 ? (at % 2) * random.int(100, 1200) * ms : random.int(0, 2500) * ms,
  }));

const limit = (kind: 'fixed' | 'sliding' | 'bucket', more: object = {}) => ({
  limit: { of: 'ok', atMost, per: '1s', kind, ...more },
});
const limiters: readonly SoakCase[] = [
  { kind: 'fixed' as const, invariants: [limit('fixed'), limit('fixed', { window: 'period' })] },
  { kind: 'sliding' as const, invariants: [limit('sliding')] },
  { kind: 'bucket' as const, invariants: [limit('bucket', { burst: 2 * atMost })] },
].map(({ kind, invariants }) => ({
  name: `${kind} limiter`,
  correct: correctLimiter(kind),
  racy: racyLimiter(kind),
  members: rushes,
  invariants,
}));

/** Every simulated service with what must hold of it. */
export const soakCases: readonly SoakCase[] = [
  inventory,
  counter,
  ledger,
  document,
  idempotencyStore,
  lock,
  ...limiters,
  ...replicaCases,
];
