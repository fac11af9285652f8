import type { Random } from '../../../../../src/support/random.ts';
import { type Handling, type SimulatedService, work } from '../service.ts';

/** `buy` takes one unit of the stock: `sold` with the unit's number as `ticket`, or `refused`. */
function inventory(random: Random, units: number, atomic: boolean): SimulatedService {
  let left = units;
  return {
    *handle(): Handling {
      yield* work(random);
      const seen = left;
      if (!atomic) yield* work(random);
      if (seen <= 0) {
        yield* work(random);
        return { outcome: 'refused', status: 409 };
      }
      left = atomic ? left - 1 : seen - 1;
      yield* work(random);
      return { outcome: 'sold', status: 201, captures: { ticket: units - seen + 1 } };
    },
    observe: () => ({ stock: left }),
  };
}

export const correctInventory = (units: number) => (random: Random) => inventory(random, units, true);
/** Reads the stock, then writes back one less. */
export const racyInventory = (units: number) => (random: Random) => inventory(random, units, false);
