import type { Protocol } from './delivery.ts';

/** What a target was seen to do, before any burst is fired at it. */
export interface TargetFacts {
  /** Such as `https://127.0.0.1:4100`. */
  readonly origin: string;
  /** Empty when nothing answered. */
  readonly protocols: readonly Protocol[];
  /** Such as `TLSv1.3`; missing over plain TCP. */
  readonly tls?: string;
  /** The origin says http, but the port speaks TLS. */
  readonly speaksTls?: true;
  /** Streams that an HTTP/2 connection takes at one time; missing when the server sets no limit. */
  readonly streamLimit?: number;
  /** Median of a few harmless requests, microseconds. */
  readonly roundTripUs?: number;
  /** The connection stays open after an HTTP/1.1 answer. */
  readonly keepAlive: boolean;
  /** Protocols over which it answered a request whose end was still held back. */
  readonly startsAtHeaders: readonly Protocol[];
  /** Why a protocol was not spoken, by its name. */
  readonly refused: Readonly<Record<string, string>>;
  /** Harmless requests that the survey took. */
  readonly requests: number;
}
