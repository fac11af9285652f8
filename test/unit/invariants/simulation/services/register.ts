import type { Random } from '../../../../../src/support/random.ts';
import type { Json } from '../../../../../src/support/json.ts';
import { type Handling, ms, type SimulatedMember, type SimulatedService, work } from '../service.ts';

/** `write` stores its value `value`, `read` answers the stored one as `value`. */
function register(random: Random, staleNs: number): SimulatedService {
  const versions: { readonly fromNs: number; readonly value: Json }[] = [{ fromNs: 0, value: 0 }];
  const valueAt = (atNs: number) => versions.findLast(({ fromNs }) => fromNs <= atNs)?.value ?? 0;
  return {
    *handle({ request, values }: SimulatedMember): Handling {
      const nowNs = yield* work(random);
      if (request === 'write') {
        versions.push({ fromNs: nowNs, value: values?.['value'] ?? null });
        yield* work(random);
        return { outcome: 'ok', status: 200 };
      }
      const value = valueAt(nowNs - (staleNs === 0 ? 0 : random.int(0, staleNs)));
      yield* work(random);
      return { outcome: 'ok', status: 200, captures: { value } };
    },
    observe: (nowNs) => ({ value: valueAt(nowNs) }),
  };
}

export const correctRegister = (random: Random) => register(random, 0);
/** Reads come from a cache that is up to 20 ms old. */
export const staleRegister = (random: Random) => register(random, 20 * ms);
