import type { Answer, Exchange, Failure } from '../history/operation.ts';
import { errorCode } from './error-code.ts';
import { durationText } from '../support/duration.ts';

/** Whole nanoseconds since the start of the run. */
export type NowNs = () => number;

/** Watches one request on its way and makes an `Exchange` of it, whatever happens. The client that sends it calls the first five. */
export interface ExchangeRecorder {
  /** The request is about to be written; `abort` gives it up. */
  sending(abort: () => void): void;
  /** Status and headers of the answer; interim ones (1xx) are passed over. */
  head(status: number, headers: Answer['headers']): void;
  data(chunk: Buffer): void;
  end(): void;
  error(error: Error): void;

  /** Resolves once, when the exchange has ended one way or the other. */
  readonly ended: Promise<Exchange>;
  readonly hasEnded: () => boolean;
  /** Its client has begun to write it. */
  readonly isSending: () => boolean;
  staged(atNs: number): void;
  /** Notes the release and gives the answer `timeoutMs` from now. */
  released(atNs: number, timeoutMs: number): void;
  /** Ends the exchange without an answer. */
  fail(failure: Failure): void;
}

export function recordExchange(member: number, nowNs: NowNs, maxBodyBytes: number): ExchangeRecorder {
  let abort: (() => void) | undefined;
  let stagedAtNs: number | undefined;
  let releasedAtNs: number | undefined;
  let firstByteAtNs: number | undefined;
  let head: Pick<Answer, 'status' | 'headers'> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const chunks: Buffer[] = [];
  let bodyBytes = 0;

  let resolve: (exchange: Exchange) => void;
  const promise = new Promise<Exchange>((settle) => {
    resolve = settle;
  });

  const answer = (failed: boolean): Answer | undefined =>
    head && {
      ...head,
      body: Buffer.concat(chunks).subarray(0, maxBodyBytes).toString('utf8'),
      bodyBytes,
      ...((failed || bodyBytes > maxBodyBytes) && { bodyCut: true }),
    };

  const end = (failure?: Failure) => {
    if (ended) return;
    ended = true;
    clearTimeout(timer);
    const received = answer(failure !== undefined);
    resolve({
      member,
      ...(stagedAtNs !== undefined && { stagedAtNs }),
      ...(releasedAtNs !== undefined && { releasedAtNs }),
      ...(firstByteAtNs !== undefined && { firstByteAtNs }),
      doneAtNs: nowNs(),
      ...(received && { answer: received }),
      ...(failure && { failure }),
    });
  };

  const fail = (failure: Failure) => {
    end(failure);
    abort?.();
  };

  return {
    ended: promise,
    hasEnded: () => ended,
    isSending: () => abort !== undefined,
    sending(giveUp) {
      abort = giveUp;
      // Given up while it was still waiting for its connection: it must not be sent after all.
      if (ended) giveUp();
    },
    staged(atNs) {
      stagedAtNs = atNs;
    },
    released(atNs, timeoutMs) {
      if (ended) return;
      releasedAtNs = atNs;
      timer = setTimeout(() => {
        const message = `timed out: no full answer within ${durationText(timeoutMs * 1e6)}`;
        fail({ kind: 'timeout', code: 'RACEHOUND_TIMEOUT', message });
      }, timeoutMs);
    },
    fail,
    head(status, headers) {
      if (status < 200) return;
      firstByteAtNs = nowNs();
      head = { status, headers };
    },
    data(chunk) {
      if (bodyBytes < maxBodyBytes) chunks.push(chunk);
      bodyBytes += chunk.length;
    },
    end: () => end(),
    error(error) {
      const kind =
        abort === undefined
          ? 'connect'
          : releasedAtNs === undefined
            ? 'hold'
            : head === undefined
              ? 'reset'
              : 'truncated';
      end({ kind, code: errorCode(error), message: error.message });
    },
  };
}
