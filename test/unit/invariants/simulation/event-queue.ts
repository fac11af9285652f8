/** Things to do at instants; those of one instant in the order in which they were planned. */
export interface EventQueue {
  at(atNs: number, act: (nowNs: number) => void): void;
  /** Does everything up to that instant, also what is planned meanwhile. */
  runUntil(untilNs: number): void;
}

interface Event {
  readonly atNs: number;
  readonly act: (nowNs: number) => void;
}

/** The heart of a discrete-event simulation: time jumps from one event to the next. */
export function createEventQueue(): EventQueue {
  const events: Event[] = [];
  return {
    at(atNs, act) {
      const place = events.findLastIndex((event) => event.atNs <= atNs) + 1;
      events.splice(place, 0, { atNs, act });
    },
    runUntil(untilNs) {
      for (let next = events[0]; next !== undefined && next.atNs <= untilNs; next = events[0]) {
        events.shift();
        next.act(next.atNs);
      }
    },
  };
}
