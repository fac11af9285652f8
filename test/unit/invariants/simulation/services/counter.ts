import type { Random } from '../../../../../src/support/random.ts';
import { type Handling, type SimulatedMember, type SimulatedService, work } from '../service.ts';

/** `add` adds its value `by`, and answers the new sum. */
function counter(random: Random, atomic: boolean): SimulatedService {
  let sum = 0;
  return {
    *handle({ values }: SimulatedMember): Handling {
      const by = Number(values?.['by'] ?? 1);
      yield* work(random);
      const read = sum;
      if (!atomic) yield* work(random);
      sum = read + by;
      const written = sum;
      yield* work(random);
      return { outcome: 'ok', status: 200, captures: { sum: written } };
    },
    observe: () => ({ sum }),
  };
}

export const correctCounter = (random: Random) => counter(random, true);
/** Reads the sum, then writes back more: the lost update. */
export const racyCounter = (random: Random) => counter(random, false);
