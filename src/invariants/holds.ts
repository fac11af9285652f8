import type { Operation } from '../history/operation.ts';
import { groupBy } from '../support/group-by.ts';
import { endOf, precedes, roundClock, startOf } from './interval.ts';
import { identityOf, readOperation } from './reading.ts';
import { earlier, hasUnknownEffect, isUnclaimed, membersNamed, selectEffects } from './selection.ts';
import { nanoseconds } from './spec-parts.ts';
import { brief } from './wording.ts';

/** What holds are read by; `lease` is a duration, the rest selections and expressions over one operation. */
export interface HoldsSpec {
  readonly acquire: string;
  readonly release?: string | undefined;
  readonly owner: string;
  readonly lock?: string | undefined;
  readonly lease?: string | undefined;
}

/** One lock in the hands of one owner. Instants in nanoseconds. */
export interface Hold {
  readonly operation: Operation;
  readonly owner: string;
  readonly lock: string;
  /** It was surely granted. */
  readonly certain: boolean;
  /** Held for certain from here to there; empty when `surelyToNs` is not greater. */
  readonly surelyFromNs: number;
  readonly surelyToNs: number;
  /** May have been held at any instant from the start of the operation to here, and at no other. */
  readonly mayEndNs: number;
  readonly text: string;
}

/** By how much the clock that counts a lease may run faster or slower than ours. Far above any drift: leases are rounded, too. */
const leaseTolerance = 0.01;

/** Every grant of a lock, and every acquire that may have been one; `unreadable` are those of which nobody knows whose or which. */
export function readHolds(
  spec: HoldsSpec,
  operations: readonly Operation[],
): { readonly holds: readonly Hold[]; readonly unreadable: readonly Operation[]; readonly missing?: string } {
  const granted = new Set(selectEffects(spec.acquire, operations).certain);
  const acquires = acquiresOf(spec, granted, operations);
  const releases = releasesOf(spec, operations);
  const attempts = groupBy(acquires, (operation) => keyOf(spec, operation));
  const clock = roundClock(operations);
  const holds: Hold[] = [];
  const unreadable: Operation[] = [];
  let missing: string | undefined;
  for (const operation of acquires) {
    const certain = granted.has(operation);
    const owner = identityOf(readOperation(spec.owner, operation));
    const lock = lockOf(spec, operation);
    if (owner === undefined || lock === undefined) {
      unreadable.push(operation);
      if (certain)
        missing ??= `member ${operation.member} was granted the lock, but its owner or its lock is not known`;
      continue;
    }
    const key = keyOf(spec, operation);
    const own = releases.get(key) ?? [];
    // Only where an owner asked once is it plain which grant a release ends.
    const ending = attempts.get(key)?.length === 1 ? own : [];
    const anybodys = releases.get(undefined) ?? [];
    const instants = {
      surelyFromNs: endOf(operation),
      surelyToNs: surelyTo(spec, operation, [...own, ...anybodys]),
      mayEndNs: certain ? mayEnd(spec, operation, ending) : Infinity,
    };
    const named = `owner ${brief(owner)}${lock === '' ? '' : `, lock ${brief(lock)}`}`;
    const text = `member ${operation.member} (${named}): ${holdText(instants, clock)}`;
    holds.push({ operation, owner, lock, certain, ...instants, text });
  }
  return { holds, unreadable, ...(missing !== undefined && { missing }) };
}

/** Until something was sent that may have freed the lock, or the lease may have run out. */
function surelyTo({ lease }: HoldsSpec, operation: Operation, releases: readonly Operation[]): number {
  const leaseNs = lease === undefined ? Infinity : nanoseconds(lease);
  return releases.reduce(
    (firstNs, release) => (precedes(release, operation) ? firstNs : Math.min(firstNs, startOf(release))),
    startOf(operation) + leaseNs * (1 - leaseTolerance),
  );
}

/** When it was given back, or its lease was over, at the latest. */
function mayEnd({ lease }: HoldsSpec, operation: Operation, releases: readonly Operation[]): number {
  const leaseNs = lease === undefined ? Infinity : nanoseconds(lease);
  const after = releases
    .filter((release) => release.effect === 'ok' && !isUnclaimed(release))
    .filter((release) => startOf(release) >= endOf(operation));
  return after.reduce(
    (firstNs, release) => Math.min(firstNs, endOf(release)),
    endOf(operation) + leaseNs * (1 + leaseTolerance),
  );
}

function holdText(
  { surelyFromNs, surelyToNs }: Pick<Hold, 'surelyFromNs' | 'surelyToNs'>,
  clock: (atNs: number) => string,
): string {
  if (surelyToNs === Infinity) return `held from ${clock(surelyFromNs)} on`;
  if (surelyToNs > surelyFromNs) return `held from ${clock(surelyFromNs)} to ${clock(surelyToNs)} for certain`;
  return 'held at no certain instant';
}

/** In the order of release; what a rate limiter turned away is among those that may have been granted. */
function acquiresOf(
  { acquire, release }: HoldsSpec,
  granted: ReadonlySet<Operation>,
  operations: readonly Operation[],
): readonly Operation[] {
  const requests = new Set([...granted].map(({ request }) => request));
  // Where `acquire` names no request, a lost release would pass for an acquire.
  const isRelease = ({ request }: Operation) => !requests.has(request) && release?.split('.')[0] === request;
  const possible = membersNamed(acquire, operations).filter(
    (operation) =>
      !granted.has(operation) && (hasUnknownEffect(operation) || operation.limited) && !isRelease(operation),
  );
  return [...granted, ...possible].sort(earlier);
}

/** Everything that may have freed a lock, by owner and lock; under `undefined` what may have freed anybody's. */
function releasesOf(
  spec: HoldsSpec,
  operations: readonly Operation[],
): ReadonlyMap<string | undefined, readonly Operation[]> {
  if (spec.release === undefined) return new Map();
  const { certain, uncertain } = selectEffects(spec.release, operations);
  const limited = membersNamed(spec.release, operations).filter((operation) => operation.limited);
  return groupBy([...new Set([...certain, ...uncertain, ...limited])], (release) => keyOf(spec, release));
}

function keyOf(spec: HoldsSpec, operation: Operation): string | undefined {
  const owner = identityOf(readOperation(spec.owner, operation));
  const lock = lockOf(spec, operation);
  return owner === undefined || lock === undefined ? undefined : JSON.stringify([owner, lock]);
}

function lockOf({ lock }: HoldsSpec, operation: Operation): string | undefined {
  return lock === undefined ? '' : identityOf(readOperation(lock, operation));
}
