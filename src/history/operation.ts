import type { Json } from '../support/json.ts';
import type { SentRequest } from './sent-request.ts';

/**
 * What is known of a request's effect, in Jepsen's terms: `ok` it surely happened, `fail` it surely had none,
 * `info` nobody knows (timeout, reset, 5xx, 408): it may have happened, at any later time, or never.
 */
export type Effect = 'ok' | 'fail' | 'info';

/** Names that a scenario can't give to an outcome of its own. */
export const reservedOutcomes = ['unexpected', 'lost', 'unsent'] as const;

/** An HTTP answer. The body is text; `bodyBytes` is the length of what came of it. */
export interface Answer {
  readonly status: number;
  /** In the order of arrival, names in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  readonly bodyBytes: number;
  /** The rest of the body is not here: it never came, or it was too long to be kept. */
  readonly bodyCut?: true;
}

/** Why a member has no full answer. It keeps its instants: they are evidence. */
export interface Failure {
  /** `connect`: never reached the server. `hold`: lost before the release. `timeout`, `reset`, `truncated`: after bytes were sent. */
  readonly kind: 'connect' | 'hold' | 'timeout' | 'reset' | 'truncated' | 'aborted';
  /** An error code of Node or undici, such as `ECONNRESET`. */
  readonly code: string;
  readonly message: string;
}

/**
 * What a transport measured of one member, before anybody has an opinion about it. Instants are whole nanoseconds of the
 * monotonic clock, counted from the start of the run; a missing one was never reached.
 */
export interface Exchange {
  /** 0-based place in the burst. */
  readonly member: number;
  /** Before the first byte was given to the socket: the conservative start of the interval. */
  readonly stagedAtNs?: number;
  /** Read just before the write of the held byte: the tight start of the interval. */
  readonly releasedAtNs?: number;
  readonly firstByteAtNs?: number;
  /** Last byte of the answer, or the instant at which the failure was seen. */
  readonly doneAtNs?: number;
  readonly answer?: Answer;
  readonly failure?: Failure;
}

/** One member of a burst once it has happened: a closed interval, an answer or a failure, and what the scenario calls it. */
export interface Operation extends Exchange {
  /** The name of its entry in `burst.requests`. */
  readonly request: string;
  /** What it sent; missing in histories of older versions. */
  readonly sent?: SentRequest;
  /** The trace that its request belongs to (W3C Trace Context): 32 hexadecimal digits. */
  readonly traceId?: string;
  readonly instance?: string;
  /** Planned distance from the release, nanoseconds. */
  readonly offsetNs: number;
  /** The scenario's name for this kind of answer, or a reserved one. */
  readonly outcome: string;
  readonly effect: Effect;
  /** A rate limiter's answer (429, or 503 with Retry-After) that no outcome claims: not executed. */
  readonly limited: boolean;
  /** What the scenario gave this member to send, by name (`values:`): known even when no answer came. Absent when it gave none. */
  readonly values?: Readonly<Record<string, Json>>;
  readonly captures: Readonly<Record<string, Json>>;
  /** Captures that were asked for and not found in the answer, with the reason. */
  readonly missing: Readonly<Record<string, string>>;
}
