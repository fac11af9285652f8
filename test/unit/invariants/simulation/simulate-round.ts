import type { RoundHistory } from '../../../../src/history/history.ts';
import { canonicalJson } from '../../../../src/support/canonical-json.ts';
import type { Random } from '../../../../src/support/random.ts';
import { createEventQueue } from './event-queue.ts';
import { send } from './exchange.ts';
import { ms, type SimulatedMember, type SimulatedService } from './service.ts';
import type { Weather } from './weather.ts';

/** Between the last answer and the final observation, and between two readings of it; nanoseconds. */
const settleNs = 20 * ms;
const readingsEveryNs = 100 * ms;
const readings = 5;

/**
 * One round against a simulated service, as the engine would have recorded it: the members are staged, released, carried
 * through the weather, answered or given up; the state is read before and, until two readings agree, after. Deterministic:
 * all chance comes from `random`.
 */
export function simulateRound(
  service: SimulatedService,
  members: readonly SimulatedMember[],
  weather: Weather,
  random: Random,
): RoundHistory {
  const queue = createEventQueue();
  const initial = service.observe(0);
  const exchanges = members.map((member, place) => send(member, place, { service, queue, weather, random }));
  let atNs = Math.max(0, ...exchanges.map(({ deadlineNs }) => deadlineNs)) + settleNs;
  const read = () => {
    queue.runUntil(atNs);
    return service.observe(atNs);
  };
  let final = read();
  const operations = exchanges.map((exchange) => exchange.operation());
  let unsettled = operations.some(({ effect }) => effect === 'info');
  for (let reading = 1; reading < readings && unsettled; reading += 1) {
    atNs += readingsEveryNs;
    const next = read();
    unsettled = canonicalJson(next) !== canonicalJson(final);
    final = next;
  }
  const timing = { spreadNs: 1000, earlyAnswers: 0, maxInFlight: members.length };
  return { round: 1, kind: 'race', startedAtNs: 0, operations, initial, final, unsettled, timing };
}
