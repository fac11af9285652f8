import { assert } from './assert.ts';
import type { Checker } from './checker.ts';
import { clockSkew } from './clock-skew.ts';
import { conserved } from './conserved.ts';
import { converges } from './converges.ts';
import { count } from './count.ts';
import { idempotent } from './idempotent.ts';
import { identical } from './identical.ts';
import { inventory } from './inventory.ts';
import { latency } from './latency.ts';
import { ledger } from './ledger.ts';
import { limit } from './limit.ts';
import { linearizable } from './linearizable.ts';
import { monotonicReads } from './monotonic-reads.ts';
import { mutualExclusion } from './mutual-exclusion.ts';
import { noErrors } from './no-errors.ts';
import { noLostUpdate } from './no-lost-update.ts';
import { readYourWrites } from './read-your-writes.ts';
import { sequentialEquivalence } from './sequential-equivalence.ts';
import { sometimes } from './sometimes.ts';
import { unique } from './unique.ts';
import { versionChain } from './version-chain.ts';

/** Every kind of invariant that there is, by its key under `invariants:`. */
export const checkers = {
  count,
  unique,
  identical,
  conserved,
  ledger,
  noLostUpdate,
  versionChain,
  idempotent,
  inventory,
  mutualExclusion,
  limit,
  linearizable,
  sequentialEquivalence,
  readYourWrites,
  monotonicReads,
  converges,
  clockSkew,
  noErrors,
  latency,
  sometimes,
  assert,
} as const;

export type CheckerKind = keyof typeof checkers;

/** What the user writes under each key, once it is checked. */
export type Specs = { [Kind in CheckerKind]: (typeof checkers)[Kind] extends Checker<infer Spec> ? Spec : never };
