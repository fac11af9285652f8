import type { BurstTiming } from '../history/history.ts';
import type { Exchange } from '../history/operation.ts';

/** An exchange with its planned distance from the release. */
type Timed = Exchange & { readonly offsetNs: number };

/** Measures how well a burst collided. */
export function burstTiming(members: readonly Timed[]): BurstTiming {
  const lateness = members.flatMap(({ releasedAtNs, offsetNs }) =>
    releasedAtNs === undefined ? [] : [releasedAtNs - offsetNs],
  );
  return {
    spreadNs: lateness.length === 0 ? 0 : Math.max(...lateness) - Math.min(...lateness),
    earlyAnswers: members.filter(isEarly).length,
    maxInFlight: maxInFlight(members),
  };
}

/** The server answered a request that it did not have in full. */
function isEarly({ releasedAtNs, firstByteAtNs }: Exchange): boolean {
  return firstByteAtNs !== undefined && (releasedAtNs === undefined || firstByteAtNs < releasedAtNs);
}

/**
 * Sweeps over the instants of release and completion; closed intervals, so a release counts before a completion at the same instant.
 * For what it can't tell see `BurstTiming`.
 */
function maxInFlight(members: readonly Timed[]): number {
  const changes = members.flatMap(({ releasedAtNs, doneAtNs }) =>
    releasedAtNs === undefined
      ? []
      : [
          { atNs: releasedAtNs, change: 1 },
          { atNs: doneAtNs ?? Number.POSITIVE_INFINITY, change: -1 },
        ],
  );
  changes.sort((one, other) => one.atNs - other.atNs || other.change - one.change);
  let inFlight = 0;
  let most = 0;
  for (const { change } of changes) {
    inFlight += change;
    most = Math.max(most, inFlight);
  }
  return most;
}
