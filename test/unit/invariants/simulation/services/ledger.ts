import type { Json } from '../../../../../src/support/json.ts';
import type { Random } from '../../../../../src/support/random.ts';
import { type Handling, type SimulatedMember, type SimulatedService, work } from '../service.ts';

/** `pay` books its `token` and `amount`, and moves the balance; every fifth payment is refused. Old entries are there before. */
function ledger(random: Random, atomic: boolean): SimulatedService {
  let entries: readonly Json[] = [{ token: 'old', amount: 5 }];
  let balance = 5;
  return {
    *handle({ values }: SimulatedMember): Handling {
      yield* work(random);
      if (random.int(1, 5) === 1) return { outcome: 'refused', status: 402 };
      const entry = { token: values?.['token'] ?? null, amount: values?.['amount'] ?? 0 };
      const read = { entries, balance };
      if (!atomic) yield* work(random);
      entries = [...read.entries, entry];
      balance = read.balance + Number(entry.amount);
      yield* work(random);
      return { outcome: 'paid', status: 201 };
    },
    observe: () => ({ entries, balance }),
  };
}

export const correctLedger = (random: Random) => ledger(random, true);
/** Reads the whole list, then writes it back with one more: entries of others get lost. */
export const racyLedger = (random: Random) => ledger(random, false);
