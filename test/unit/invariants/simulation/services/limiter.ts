import type { Random } from '../../../../../src/support/random.ts';
import { type Handling, ms, type SimulatedService, work } from '../service.ts';

/** How many pass in a period, and how long that is. A bucket holds twice as many. */
export const atMost = 4;
export const periodNs = 1000 * ms;

/** Admits by a rule over the clock of the service; a racy one looks at the count some time before it changes it. */
function limiter(random: Random, rule: Rule, atomic: boolean): SimulatedService {
  const drift = 1 + random.int(-500, 500) / 1e6;
  const offsetNs = random.int(0, periodNs);
  const state = rule();
  return {
    *handle(): Handling {
      let nowNs = yield* work(random);
      const admitted = state.hasRoom(nowNs * drift + offsetNs);
      if (!atomic) nowNs = yield* work(random);
      if (!admitted) return { outcome: 'refused', status: 429 };
      const spentNs = nowNs * drift + offsetNs;
      state.spend(spentNs);
      yield* work(random);
      return { outcome: 'ok', status: 200, captures: { period: periodOf(spentNs) } };
    },
    observe: () => ({}),
  };
}

interface RuleState {
  hasRoom(atNs: number): boolean;
  spend(atNs: number): void;
}
type Rule = () => RuleState;

const periodOf = (atNs: number) => Math.floor(atNs / periodNs);

const fixedRule: Rule = () => {
  const counts = new Map<number, number>();
  return {
    hasRoom: (atNs) => (counts.get(periodOf(atNs)) ?? 0) < atMost,
    spend: (atNs) => void counts.set(periodOf(atNs), (counts.get(periodOf(atNs)) ?? 0) + 1),
  };
};

const slidingRule: Rule = () => {
  const passed: number[] = [];
  return {
    hasRoom: (atNs) => passed.filter((passedNs) => passedNs > atNs - periodNs).length < atMost,
    spend: (atNs) => void passed.push(atNs),
  };
};

const bucketRule: Rule = () => {
  let tokens = 2 * atMost;
  let filledNs = 0;
  const fill = (atNs: number) => {
    tokens = Math.min(2 * atMost, tokens + ((atNs - filledNs) * atMost) / periodNs);
    filledNs = atNs;
  };
  return {
    hasRoom(atNs) {
      fill(atNs);
      return tokens >= 1;
    },
    spend(atNs) {
      fill(atNs);
      tokens -= 1;
    },
  };
};

const rules = { fixed: fixedRule, sliding: slidingRule, bucket: bucketRule };

export const correctLimiter = (kind: keyof typeof rules) => (random: Random) => limiter(random, rules[kind], true);
/** Looks whether there is room, then counts. */
export const racyLimiter = (kind: keyof typeof rules) => (random: Random) => limiter(random, rules[kind], false);
