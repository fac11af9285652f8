import type { Random } from '../../../../src/support/random.ts';
import { ms } from './service.ts';

/** What the network does to a burst. Chances are parts in a thousand, for each member. */
export interface Weather {
  /** Longest way of a request or an answer, nanoseconds. */
  readonly latencyNs: number;
  /** The client gives up after this long, nanoseconds from the release. */
  readonly timeoutNs: number;
  /** The request never arrives; the client waits in vain. */
  readonly requestLost: number;
  /** It was carried out, but the answer never arrives. */
  readonly answerLost: number;
  /** It arrives up to half a second late, when nobody waits any more. */
  readonly zombie: number;
  /** A gateway answers 502, before or after the service did its work. */
  readonly gatewayError: number;
  /** Something in front sends a redirect that no outcome names, before or after the service did its work. */
  readonly redirected: number;
  /** The connection ends in the body of the answer: the status came, what stands in the body did not. */
  readonly cut: number;
  /** A rate limiter in front answers 429. */
  readonly limited: number;
  /** A proxy sends it a second time. Only a service with idempotency keys can take that. */
  readonly duplicate: number;
  /** The service acts on what came ahead of the release. */
  readonly early: number;
}

export const calm: Weather = {
  latencyNs: 3 * ms,
  timeoutNs: 60 * ms,
  requestLost: 0,
  answerLost: 0,
  zombie: 0,
  gatewayError: 0,
  redirected: 0,
  cut: 0,
  limited: 0,
  duplicate: 0,
  early: 0,
};

export const rough: Weather = {
  ...calm,
  requestLost: 30,
  answerLost: 60,
  zombie: 60,
  gatewayError: 60,
  redirected: 40,
  cut: 40,
  limited: 60,
  early: 100,
};

export type Fate =
  | 'delivered'
  | 'requestLost'
  | 'answerLost'
  | 'zombie'
  | 'gatewayBefore'
  | 'gatewayAfter'
  | 'redirectedBefore'
  | 'redirectedAfter'
  | 'cut'
  | 'limited';

/** What becomes of one member. */
export function fateOf(weather: Weather, random: Random): Fate {
  const happens = (chance: number) => random.int(1, 1000) <= chance;
  const before = () => random.int(0, 1) === 0;
  if (happens(weather.limited)) return 'limited';
  if (happens(weather.requestLost)) return 'requestLost';
  if (happens(weather.answerLost)) return 'answerLost';
  if (happens(weather.zombie)) return 'zombie';
  if (happens(weather.gatewayError)) return before() ? 'gatewayBefore' : 'gatewayAfter';
  if (happens(weather.redirected)) return before() ? 'redirectedBefore' : 'redirectedAfter';
  if (happens(weather.cut)) return 'cut';
  return 'delivered';
}
