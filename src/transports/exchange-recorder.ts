import type { Dispatcher } from 'undici';
import type { Answer, Exchange, Failure } from '../history/operation.ts';

/** Whole nanoseconds since the start of the run. */
export type NowNs = () => number;

/** Watches one request on its way and makes an `Exchange` of it, whatever happens. */
export interface ExchangeRecorder {
  readonly handler: Dispatcher.DispatchHandler;
  /** Resolves once, when the exchange has ended one way or the other. */
  readonly ended: Promise<Exchange>;
  readonly hasEnded: () => boolean;
  staged(atNs: number): void;
  /** Notes the release and gives the answer `timeoutMs` from now. */
  released(atNs: number, timeoutMs: number): void;
  /** Ends the exchange without an answer. */
  fail(failure: Failure): void;
}

export function recordExchange(member: number, nowNs: NowNs, maxBodyBytes: number): ExchangeRecorder {
  let controller: Dispatcher.DispatchController | undefined;
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

  const answer = (): Answer | undefined =>
    head && { ...head, body: Buffer.concat(chunks).subarray(0, maxBodyBytes).toString('utf8'), bodyBytes };

  const end = (failure?: Failure) => {
    if (ended) return;
    ended = true;
    clearTimeout(timer);
    const received = answer();
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
    controller?.abort(new Error(failure.message));
  };

  return {
    ended: promise,
    hasEnded: () => ended,
    staged(atNs) {
      stagedAtNs = atNs;
    },
    released(atNs, timeoutMs) {
      if (ended) return;
      releasedAtNs = atNs;
      timer = setTimeout(() => {
        fail({ kind: 'timeout', code: 'RACEHOUND_TIMEOUT', message: `no full answer within ${timeoutMs} ms` });
      }, timeoutMs);
    },
    fail,
    handler: {
      onRequestStart(started) {
        controller = started;
        // Given up while it was still waiting for its connection: it must not be sent after all.
        if (ended) started.abort(new Error('given up before it was sent'));
      },
      onResponseStart(_, status, headers) {
        if (status < 200) return;
        firstByteAtNs = nowNs();
        head = { status, headers: headerPairs(headers) };
      },
      onResponseData(_, chunk) {
        if (bodyBytes < maxBodyBytes) chunks.push(chunk);
        bodyBytes += chunk.length;
      },
      onResponseEnd: () => end(),
      onResponseError(_, error) {
        const kind =
          controller === undefined
            ? 'connect'
            : releasedAtNs === undefined
              ? 'hold'
              : head === undefined
                ? 'reset'
                : 'truncated';
        end({ kind, code: errorCode(error), message: error.message });
      },
    },
  };
}

function headerPairs(headers: Readonly<Record<string, string | string[] | undefined>>): [string, string][] {
  return Object.entries(headers).flatMap(([name, values]) =>
    [values ?? []].flat().map((value): [string, string] => [name.toLowerCase(), value]),
  );
}

/** The code of an error of Node or undici, or its name where it has none. */
export function errorCode(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
