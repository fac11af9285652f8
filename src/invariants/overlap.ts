import type { CheckResult } from './checker.ts';
import type { Hold } from './holds.ts';
import { brief } from './wording.ts';

type Violation = CheckResult & { readonly verdict: 'violated' };

/**
 * Two certain holds of different owners at one instant: sweeps over the starts and keeps, of the holds so far, the one that
 * lasts longest and the one that does among those of other owners. n log n.
 */
export function overlap(
  acquire: string,
  holds: readonly Hold[],
  clock: (atNs: number) => string,
): Violation | undefined {
  const certain = holds.filter((hold) => hold.certain && hold.surelyToNs > hold.surelyFromNs);
  certain.sort((one, other) => one.surelyFromNs - other.surelyFromNs);
  let longest: Hold | undefined;
  let ofAnother: Hold | undefined;
  for (const hold of certain) {
    const rival = longest?.owner === hold.owner ? ofAnother : longest;
    if (rival !== undefined && rival.surelyToNs > hold.surelyFromNs) return twoHolders(acquire, rival, hold, clock);
    if (longest === undefined || hold.surelyToNs > longest.surelyToNs) {
      if (longest?.owner !== hold.owner) ofAnother = longest ?? ofAnother;
      longest = hold;
    } else if (hold.owner !== longest.owner && hold.surelyToNs > (ofAnother?.surelyToNs ?? -Infinity)) ofAnother = hold;
  }
  return undefined;
}

function twoHolders(acquire: string, one: Hold, other: Hold, clock: (atNs: number) => string): Violation {
  const toNs = Math.min(one.surelyToNs, other.surelyToNs);
  const until = toNs === Infinity ? ' on, and neither gave it back' : ` to ${clock(toNs)}`;
  return {
    verdict: 'violated',
    expected: `one owner at a time holds what ${acquire} grants`,
    measured: `${brief(one.owner)} (member ${one.operation.member}) and ${brief(other.owner)} (member ${other.operation.member}) both held it from ${clock(other.surelyFromNs)}${until}`,
    witness: [one.operation.member, other.operation.member],
    because: 'both were told so, before anything was sent that may have freed it, and within the lease',
  };
}
