import type { RoundHistory } from './history.ts';
import type { Operation } from './operation.ts';

/**
 * The earliest instant at which a server can have begun to act on an operation, nanoseconds: the conservative start of its
 * interval. Where a burst was held at the headers no request was whole before its release, so that is the release, unless an
 * early answer shows that the hold did not hold. Everywhere else it is the instant before the first byte left: a server may start
 * at the headers. Matters for members that are released late (`at`, `every`): all of a burst are staged before its release.
 */
export function beganAtNs({ stagedAtNs, releasedAtNs }: Operation, { delivery, timing }: RoundHistory): number {
  const held = delivery?.hold === 'headers' && timing.earlyAnswers === 0;
  return (held ? releasedAtNs : undefined) ?? stagedAtNs ?? -Infinity;
}

/** The round with the intervals that a checker may rely on: `stagedAtNs` of each operation is what `beganAtNs` says. */
export function withConservativeStarts(history: RoundHistory): RoundHistory {
  const operations = history.operations.map((operation): Operation => {
    const began = beganAtNs(operation, history);
    return Number.isFinite(began) ? { ...operation, stagedAtNs: began } : operation;
  });
  return { ...history, operations };
}
