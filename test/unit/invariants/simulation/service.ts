import type { Observations } from '../../../../src/history/history.ts';
import type { Json } from '../../../../src/support/json.ts';
import type { Random } from '../../../../src/support/random.ts';

/** One planned member of a simulated burst. */
export interface SimulatedMember {
  readonly request: string;
  /** What it sends: the operation's `values`, and all that the service gets to see. */
  readonly values?: Readonly<Record<string, Json>>;
  /** Planned distance from the release, nanoseconds; default 0. */
  readonly offsetNs?: number;
  readonly instance?: string;
}

/** What a service answers. The effect follows from the status as in the tool: below 400 ok, 408 and 5xx info, else fail. */
export interface Reply {
  readonly outcome: string;
  readonly status: number;
  readonly captures?: Readonly<Record<string, Json>>;
  readonly headers?: readonly (readonly [name: string, value: string])[];
}

/**
 * The handling of one request. It yields how long it works or waits (nanoseconds) and gets the instant after that back; what
 * stands between two yields is atomic. A correct service does all that matters in one piece, a racy one checks in one and acts
 * in the next.
 */
export type Handling = Generator<number, Reply, number>;

/** A service of one round, with state of its own. */
export interface SimulatedService {
  handle(member: SimulatedMember, nowNs: number): Handling;
  /** What a strongly consistent read of its state gives at that instant. */
  observe(nowNs: number): Observations;
}

/** Makes a service for one round. */
export type ServiceFactory = (random: Random) => SimulatedService;

/** Nanoseconds in a millisecond. */
export const ms = 1e6;

/** Works for a while, up to 2 ms. */
export function* work(random: Random): Generator<number, number, number> {
  return yield random.int(1, 2 * ms);
}
