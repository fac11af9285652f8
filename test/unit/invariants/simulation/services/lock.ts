import type { Json } from '../../../../../src/support/json.ts';
import type { Random } from '../../../../../src/support/random.ts';
import { type Handling, ms, type SimulatedMember, type SimulatedService, work } from '../service.ts';

/** How long a lock is granted for, by the clock of the service, which is a little off. */
export const leaseNs = 60 * ms;

/**
 * `lock` grants the lock to its `owner` with a fencing token, or answers 409 (`refused`); `unlock` gives it back if that owner
 * has it. A grant ends with its lease.
 */
function lock(random: Random, atomic: boolean): SimulatedService {
  const drift = 1 + random.int(-500, 500) / 1e6;
  let holder: { readonly owner: Json; readonly untilNs: number } | undefined;
  let token = 0;
  return {
    *handle({ request, values }: SimulatedMember): Handling {
      const owner = values?.['owner'] ?? null;
      const nowNs = yield* work(random);
      const held = holder !== undefined && holder.untilNs > nowNs ? holder : undefined;
      if (request === 'unlock') {
        if (held?.owner !== owner) return { outcome: 'refused', status: 409 };
        holder = undefined;
        yield* work(random);
        return { outcome: 'ok', status: 200 };
      }
      if (held !== undefined) return { outcome: 'refused', status: 409 };
      const next = token + 1;
      const grantedNs = atomic ? nowNs : yield* work(random);
      holder = { owner, untilNs: grantedNs + leaseNs * drift };
      token = next;
      yield* work(random);
      return { outcome: 'granted', status: 200, captures: { token: next } };
    },
    observe: () => ({}),
  };
}

export const correctLock = (random: Random) => lock(random, true);
/** Looks whether the lock is free, then takes it. */
export const racyLock = (random: Random) => lock(random, false);
