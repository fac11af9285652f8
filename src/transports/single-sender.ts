import { Client } from 'undici';
import type { Exchange } from '../history/operation.ts';
import type { HttpRequest } from '../history/request.ts';
import { connector, originUrl } from './connect.ts';
import { type NowNs, recordExchange } from './exchange-recorder.ts';
import { dispatchOptions } from './gated-connection.ts';
import type { ConnectionOptions } from './transport.ts';

/** Sends whole requests, one at a time: the steps around a burst, and the members of the serial baseline. */
export interface SingleSender {
  /** Never rejects; what went wrong is in the exchange. Neither retries nor follows redirects. */
  send(request: HttpRequest, signal: AbortSignal): Promise<Exchange>;
  close(): Promise<void>;
}

export function singleSender(options: ConnectionOptions, nowNs: NowNs): SingleSender {
  const connect = connector(options);
  const clients = new Map<string, Client>();

  const clientFor = ({ origin }: HttpRequest) => {
    const key = `${originUrl(origin)} ${origin.connectTo ?? ''}`;
    const known = clients.get(key);
    if (known !== undefined) return known;
    const client = new Client(originUrl(origin), {
      connect: (_, callback) => {
        connect(origin).then(
          (socket) => callback(null, socket),
          (error: Error) => callback(error, null),
        );
      },
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    clients.set(key, client);
    return client;
  };

  return {
    async send(request, signal) {
      const recorder = recordExchange(0, nowNs, options.maxBodyBytes);
      const abort = () =>
        recorder.fail({ kind: 'aborted', code: 'RACEHOUND_ABORTED', message: 'the run was interrupted' });
      if (signal.aborted) abort();
      else {
        signal.addEventListener('abort', abort, { once: true });
        const atNs = nowNs();
        recorder.staged(atNs);
        recorder.released(atNs, request.timeoutMs);
        clientFor(request).dispatch(dispatchOptions(request), recorder.handler);
      }
      const exchange = await recorder.ended;
      signal.removeEventListener('abort', abort);
      return exchange;
    },
    async close() {
      await Promise.all([...clients.values()].map((client) => client.destroy()));
      clients.clear();
    },
  };
}
