import type { RoundHistory } from '../history/history.ts';

/**
 * Suspects a service that takes the members one after the other. The baseline tells how long each member takes alone; when
 * they are served in turn, their last answers lie as far apart as all of them but one take together. A round in which
 * the measured distance is at least `share` of that looks serial; the service does when most rounds do.
 *
 * A heuristic: a service short of CPU looks alike. It only ever gives rise to a doubt.
 */
export interface SerialWatch {
  addBaseline(history: RoundHistory): void;
  addRound(history: RoundHistory): void;
  readonly suspected: boolean;
}

const share = 0.8;
/** With fewer members the distance is within the noise of a network. */
const fewestMembers = 4;

export function createSerialWatch(): SerialWatch {
  let inTurnNs: number | undefined;
  let serial = 0;
  let watched = 0;
  return {
    addBaseline({ operations }) {
      const durations = operations.flatMap(({ answer, releasedAtNs, doneAtNs }) =>
        answer === undefined || releasedAtNs === undefined || doneAtNs === undefined ? [] : [doneAtNs - releasedAtNs],
      );
      if (durations.length < fewestMembers || durations.length < operations.length) return;
      const sum = durations.reduce((total, duration) => total + duration, 0);
      inTurnNs = sum - sum / durations.length;
    },
    addRound({ operations }) {
      const ends = operations.flatMap(({ answer, doneAtNs }) =>
        answer === undefined || doneAtNs === undefined ? [] : [doneAtNs],
      );
      // Members that are released apart on purpose end apart too.
      if (inTurnNs === undefined || ends.length < operations.length || operations.some(({ offsetNs }) => offsetNs > 0))
        return;
      watched += 1;
      if (Math.max(...ends) - Math.min(...ends) >= share * inTurnNs) serial += 1;
    },
    get suspected() {
      return serial > watched / 2;
    },
  };
}
