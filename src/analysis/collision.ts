import type { Operation } from '../history/operation.ts';
import type { Collision } from './round-report.ts';

/**
 * How the requests of a witness met: how far apart they were released, and how long all of them were in flight at one instant.
 * Undefined for fewer than two, or when one was never released; without `togetherUs` when the end of one is unknown.
 */
export function collisionOf(witness: readonly number[], operations: readonly Operation[]): Collision | undefined {
  const members = operations.filter(({ member }) => witness.includes(member));
  const releases = members.flatMap(({ releasedAtNs }) => releasedAtNs ?? []);
  if (members.length < 2 || releases.length < members.length) return undefined;
  const last = Math.max(...releases);
  const releasedApartUs = (last - Math.min(...releases)) / 1000;
  const ends = members.flatMap(({ doneAtNs, effect }) => (effect === 'info' ? [] : (doneAtNs ?? [])));
  if (ends.length < members.length) return { releasedApartUs };
  return { releasedApartUs, togetherUs: Math.max(0, Math.min(...ends) - last) / 1000 };
}
