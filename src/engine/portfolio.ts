import type { Delivery } from '../history/delivery.ts';

/** What a round taught about the delivery that it used. */
export interface Lesson {
  readonly violated: boolean;
  /**
   * Greatest share of the members that were in flight together, 0 to 1: always 1 where one thread released them all at once, and 0
   * where their release was wider than the window.
   */
  readonly overlap: number;
  /** Answers came before the release. */
  readonly early: boolean;
}

/**
 * Rotates the rounds of a hunt through the deliveries that a target can take: they are tried one after the other until one
 * violates nearly every round; then those that collide best get most of the rounds (by violations where there are any, else by
 * overlap within the window), and now and then one that was used least, pipelining only once in a long while.
 */
export interface Portfolio {
  next(): Delivery;
  learn(delivery: Delivery, lesson: Lesson): void;
}

interface Record {
  readonly delivery: Delivery;
  rounds: number;
  violated: number;
  overlap: number;
  early: boolean;
}

/** Every so many rounds the least used delivery gets another look. */
const lookAgainEvery = 8;
/** Pipelined rounds count only when they violate: one look in so many leaves the default of 60 rounds the 59 that it takes. */
const lookAtPipeliningEvery = 60;
/** So much less a violation is worth where nothing but a violation can come of the round. */
const discountOfPipelining = 0.5;
/** Nothing is gained by looking for better than this rate of violated rounds. */
const goodEnough = 0.9;

/** `deliveries`: at least one, the strongest first. */
export function createPortfolio(deliveries: readonly Delivery[]): Portfolio {
  const records: Record[] = deliveries.map((delivery) => ({
    delivery,
    rounds: 0,
    violated: 0,
    overlap: 0,
    early: false,
  }));
  let fired = 0;
  return {
    next() {
      const usable = records.filter(({ early }) => !early);
      const worthIt = usable.filter((record) => !mayBeInTurn(record) || record.rounds * lookAtPipeliningEvery <= fired);
      const candidates = [worthIt, usable, records].find(({ length }) => length > 0) ?? [];
      const best = candidates.reduce((most, record) => Math.max(most, score(record)), 0);
      const wanting = best < 1 + goodEnough;
      const untried = wanting ? candidates.find(({ rounds }) => rounds === 0) : undefined;
      const among =
        wanting && fired % lookAgainEvery === 0
          ? candidates
          : candidates.filter((record) => score(record) >= best - 0.1);
      const chosen = untried ?? leastUsed(among);
      fired += 1;
      if (chosen === undefined) throw new Error('a portfolio needs a delivery');
      return chosen.delivery;
    },
    learn(delivery, { violated, overlap, early }) {
      const record = records.find((candidate) => candidate.delivery === delivery);
      if (record === undefined) return;
      record.rounds += 1;
      record.violated += violated ? 1 : 0;
      record.overlap += overlap;
      record.early ||= early && delivery.hold === 'end';
    },
  };
}

/** Violations count above any overlap. */
function score(record: Record): number {
  const { delivery, rounds, violated, overlap } = record;
  if (rounds === 0) return 0;
  const isPipelined = delivery.method === 'pipelined';
  if (violated > 0) return 1 + (violated / rounds) * (isPipelined ? discountOfPipelining : 1);
  return isPipelined ? 0 : overlap / rounds;
}

/** Pipelined members look as if they overlapped even where the server takes them in turn; a violation shows that it does not. */
function mayBeInTurn({ delivery, violated }: Record): boolean {
  return delivery.method === 'pipelined' && violated === 0;
}

function leastUsed(records: readonly Record[]): Record | undefined {
  return records.reduce<Record | undefined>(
    (least, record) => (least === undefined || record.rounds < least.rounds ? record : least),
    undefined,
  );
}
