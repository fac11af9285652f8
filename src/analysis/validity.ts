import type { MethodName } from '../history/delivery.ts';
import type { RoundHistory } from '../history/history.ts';

/** Why a burst did not collide well enough to prove anything. */
export type Flaw = 'wide-spread' | 'early-answers' | 'no-overlap' | 'rate-limited' | 'maybe-in-turn';

/**
 * What one round is worth: `valid` counts for `held`; in an `invalid` one only violations count; an `unjudged` one says
 * nothing, since the state was never right or members never left.
 */
export type Validity =
  | { readonly kind: 'valid' }
  | { readonly kind: 'invalid'; readonly flaws: readonly Flaw[] }
  | { readonly kind: 'unjudged'; readonly because: string };

/** Weighs one race round by what the tool measured of it. `sync`: the method that the scenario pinned, or `auto`. */
export function validity(history: RoundHistory, windowNs: number, sync: 'auto' | MethodName): Validity {
  const unjudged = whyUnjudged(history);
  if (unjudged !== undefined) return { kind: 'unjudged', because: unjudged };
  const { operations, timing } = history;
  const limited = operations.filter((operation) => operation.limited).length;
  const flaws: Flaw[] = [];
  if (timing.spreadNs > windowNs) flaws.push('wide-spread');
  if (timing.earlyAnswers > 0) flaws.push('early-answers');
  // For members that offsets keep apart, and for several threads; those of one release are judged by their spread alone.
  if (operations.length >= 2 && timing.maxInFlight < 2) flaws.push('no-overlap');
  if (limited > 0 && operations.length - limited < 2) flaws.push('rate-limited');
  // Whoever pins pipelining knows that the service handles pipelined requests side by side; nobody else does.
  if (history.delivery?.method === 'pipelined' && sync !== 'pipelined') flaws.push('maybe-in-turn');
  return flaws.length === 0 ? { kind: 'valid' } : { kind: 'invalid', flaws };
}

/** Why a round, the baseline included, can't be judged; undefined when it can. */
export function whyUnjudged({ trouble, operations }: RoundHistory): string | undefined {
  if (trouble !== undefined) {
    return `${trouble.step === undefined ? trouble.phase : `${trouble.phase}, \`${trouble.step}\``}: ${trouble.message}`;
  }
  const unsent = operations.filter(({ outcome }) => outcome === 'unsent');
  const [first] = unsent;
  if (first !== undefined) {
    const failure =
      first.failure === undefined ? 'no reason known' : `${first.failure.message} (${first.failure.code})`;
    return `${unsent.length} of ${operations.length} members were never sent: ${failure}`;
  }
  return operations.length === 0 ? 'no member was fired' : undefined;
}
