import type { Protocol } from '../history/delivery.ts';
import type { Exchange } from '../history/operation.ts';
import type { HttpRequest, Origin } from '../history/request.ts';
import type { Connection } from './connection.ts';
import { connectionPool } from './connection-pool.ts';
import { errorCode } from './error-code.ts';
import { type ExchangeRecorder, type NowNs, recordExchange } from './exchange-recorder.ts';
import type { ConnectionOptions } from './transport.ts';

/** Sends whole requests, one at a time: the steps around a burst, and the members of the serial baseline. */
export interface SingleSender {
  /** Never rejects; what went wrong is in the exchange. Neither retries nor follows redirects. */
  send(request: HttpRequest, signal: AbortSignal): Promise<Exchange>;
  close(): Promise<void>;
}

export function singleSender(
  options: ConnectionOptions,
  nowNs: NowNs,
  protocolOf: (origin: Origin) => Protocol,
): SingleSender {
  const pool = connectionPool(options, nowNs);

  const sendOn = async (opening: Promise<Connection>, request: HttpRequest, recorder: ExchangeRecorder) => {
    try {
      const connection = await opening;
      if (recorder.hasEnded()) return connection;
      const atNs = nowNs();
      recorder.staged(atNs);
      recorder.released(atNs, request.timeoutMs);
      connection.send([request], [recorder]);
      return connection;
    } catch (error) {
      recorder.fail({ kind: 'connect', code: errorCode(error as Error), message: (error as Error).message });
      return undefined;
    }
  };

  return {
    async send(request, signal) {
      const recorder = recordExchange(0, nowNs, options.maxBodyBytes);
      const abort = () =>
        recorder.fail({ kind: 'aborted', code: 'RACEHOUND_ABORTED', message: 'the run was interrupted' });
      if (signal.aborted) {
        abort();
        return await recorder.ended;
      }
      signal.addEventListener('abort', abort, { once: true });
      const opening = pool.take(request.origin, protocolOf(request.origin), false);
      // An interruption does not wait for a connection that is still being opened; it is closed when it is.
      const sending = sendOn(opening, request, recorder);
      const exchange = await recorder.ended;
      signal.removeEventListener('abort', abort);
      // The client may still have to begin what was given up, and would then close the connection under the next request.
      const putBack = (connection: Connection) =>
        exchange.failure === undefined ? pool.give(connection) : connection.destroy();
      sending.then((connection) => connection && putBack(connection)).catch(() => undefined);
      return exchange;
    },
    async close() {
      pool.close();
    },
  };
}
