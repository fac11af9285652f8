import type { Json } from '../../../../../src/support/json.ts';
import type { Random } from '../../../../../src/support/random.ts';
import { type Handling, type Reply, type SimulatedMember, type SimulatedService, work } from '../service.ts';

/**
 * `pay` carries out its `key` once: the first to come does the work, whoever comes meanwhile gets 409, later ones the stored
 * answer.
 */
function idempotencyStore(random: Random, atomic: boolean): SimulatedService {
  const answers = new Map<Json, Reply | 'in progress'>();
  const payments: Json[] = [];
  return {
    *handle({ values }: SimulatedMember): Handling {
      const key = values?.['key'] ?? null;
      yield* work(random);
      const known = answers.get(key);
      if (known === 'in progress') return { outcome: 'refused', status: 409 };
      if (known !== undefined) {
        yield* work(random);
        return known;
      }
      if (atomic) answers.set(key, 'in progress');
      yield* work(random);
      payments.push({ id: payments.length + 1, key });
      const answer: Reply = { outcome: 'paid', status: 201, captures: { payment: payments.length, total: 10 } };
      answers.set(key, answer);
      yield* work(random);
      return answer;
    },
    observe: () => ({ payments: [...payments] }),
  };
}

export const correctIdempotencyStore = (random: Random) => idempotencyStore(random, true);
/** Looks the key up, works, then stores the answer. */
export const racyIdempotencyStore = (random: Random) => idempotencyStore(random, false);
