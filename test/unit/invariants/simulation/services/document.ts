import type { Random } from '../../../../../src/support/random.ts';
import { type Handling, type SimulatedMember, type SimulatedService, work } from '../service.ts';

/** `write` replaces version `base` (If-Match) and answers the new one, or 412. Versions are numbers. */
function document(random: Random, atomic: boolean): SimulatedService {
  let version = 1;
  return {
    *handle({ values }: SimulatedMember): Handling {
      yield* work(random);
      const read = version;
      if (read !== values?.['base']) {
        yield* work(random);
        return { outcome: 'refused', status: 412 };
      }
      if (!atomic) yield* work(random);
      version = read + 1;
      const made = version;
      yield* work(random);
      return { outcome: 'ok', status: 200, captures: { made } };
    },
    observe: () => ({ version }),
  };
}

export const correctDocument = (random: Random) => document(random, true);
/** Compares the version, then writes. */
export const racyDocument = (random: Random) => document(random, false);
