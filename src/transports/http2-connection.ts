import { once } from 'node:events';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type IncomingHttpHeaders,
  type Settings,
} from 'node:http2';
import type { Answer } from '../history/operation.ts';
import { type HttpRequest, type Origin, originUrl } from '../history/request.ts';
import type { Line } from './connect.ts';
import type { Connection } from './connection.ts';
import type { ExchangeRecorder } from './exchange-recorder.ts';

/** The window of a connection before anybody enlarges it (RFC 9113, section 6.9.2). */
const initialConnectionWindow = 65_535;
/** The largest value of a setting. */
const unlimited = 2 ** 32 - 1;
/** Megabytes that Node may keep for the streams of one session: its default of 10 ends bursts of thousands. */
const maxSessionMemory = 1_000;

/** HTTP/2 by node:http2; resolves when the server has told its settings, the stream limit among them. */
export async function http2Connection(origin: Origin, line: Line, timeoutMs: number): Promise<Connection> {
  const session = connect(originUrl(origin), {
    createConnection: () => line.stream,
    maxSessionMemory,
    settings: { enablePush: false },
  });
  session.on('error', () => undefined);
  session.on('goaway', () => session.close());
  const destroy = () => {
    session.destroy();
    line.sealed.destroy();
  };
  const settings = await settingsOf(session, timeoutMs).catch((error: unknown) => {
    destroy();
    throw error;
  });
  let unwritten = 0;
  let begun: { readonly stream: ClientHttp2Stream; readonly last: Uint8Array | undefined }[] = [];

  const open = (request: HttpRequest, recorder: ExchangeRecorder, endStream: boolean) => {
    const stream = session.request(http2Headers(request), { endStream });
    recorder.sending(() => stream.close(constants.NGHTTP2_CANCEL));
    follow(stream, recorder);
    return stream;
  };
  const write = (stream: ClientHttp2Stream, bytes: Uint8Array) => {
    unwritten += 1;
    stream.write(bytes, () => {
      unwritten -= 1;
    });
  };
  const each = (
    requests: readonly HttpRequest[],
    recorders: readonly ExchangeRecorder[],
    action: (request: HttpRequest, recorder: ExchangeRecorder) => void,
  ) => {
    for (const [place, request] of requests.entries()) {
      const recorder = recorders[place];
      if (recorder === undefined || recorder.hasEnded()) continue;
      try {
        action(request, recorder);
      } catch (error) {
        recorder.fail({ kind: 'hold', code: 'RACEHOUND_NOT_SENT', message: (error as Error).message });
      }
    }
  };

  return {
    origin,
    protocol: 'h2',
    outer: line.outer,
    sealed: line.sealed,
    ...(line.tls !== undefined && { tls: line.tls }),
    streamLimit: streamLimitOf(settings),
    windows: {
      stream: settings.initialWindowSize ?? initialConnectionWindow,
      get connection() {
        return session.state.remoteWindowSize ?? initialConnectionWindow;
      },
    },
    isAlive: () => !session.closed && !session.destroyed && !line.sealed.destroyed,
    send(requests, recorders) {
      each(requests, recorders, (request, recorder) => {
        const { body } = request;
        const stream = open(request, recorder, body === undefined);
        if (body !== undefined) stream.end(body);
      });
    },
    begin(requests, recorders) {
      begun = [];
      each(requests, recorders, (request, recorder) => {
        const stream = open(request, recorder, false);
        const ahead = request.body?.subarray(0, -1);
        if (ahead !== undefined && ahead.length > 0) write(stream, ahead);
        begun.push({ stream, last: request.body?.subarray(-1) });
      });
    },
    finish() {
      for (const { stream, last } of begun) {
        if (stream.destroyed) continue;
        if (last === undefined || last.length === 0) stream.end();
        else stream.end(last);
      }
      begun = [];
    },
    isWritten: () => unwritten === 0 && (session.destroyed || session.state.outboundQueueSize === 0),
    roundTrip: () =>
      new Promise((resolve, reject) => {
        const giveUp = setTimeout(
          () => reject(new Error(`the server acknowledged no ping within ${timeoutMs} ms`)),
          timeoutMs,
        );
        // Called with an error when the session is destroyed; whoever waits then finds that everything has ended.
        const done = () => {
          clearTimeout(giveUp);
          resolve();
        };
        if (session.destroyed || !session.ping(done)) done();
      }),
    destroy,
  };
}

/** Rejects when the server speaks something else, or nothing, in place of its settings. */
async function settingsOf(session: ClientHttp2Session, timeoutMs: number): Promise<Settings> {
  const over = new AbortController();
  const { signal } = over;
  const giveUp = setTimeout(() => over.abort(), timeoutMs);
  try {
    const closed = once(session, 'close', { signal }).then(() => Promise.reject(new Error('it closed the connection')));
    await Promise.race([once(session, 'remoteSettings', { signal }), closed]);
    return session.remoteSettings;
  } catch (error) {
    const said = signal.aborted ? `it told no settings within ${timeoutMs} ms` : (error as Error).message;
    throw new Error(`the server does not speak HTTP/2: ${said}`, { cause: error });
  } finally {
    clearTimeout(giveUp);
    over.abort();
  }
}

/** A server that sets no limit has none (RFC 9113, section 6.5.2); Node then tells the largest number that the setting can hold. */
function streamLimitOf({ maxConcurrentStreams = unlimited }: Settings): number {
  return maxConcurrentStreams < unlimited ? maxConcurrentStreams : Number.POSITIVE_INFINITY;
}

/** Headers of a connection, which HTTP/2 does not know (RFC 9113, section 8.2.2), and `host`, which it calls `:authority`. */
const leftOut = new Set([
  'connection',
  'host',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'expect',
]);

function http2Headers({ origin, method, path, headers, body }: HttpRequest): Record<string, string | string[]> {
  const named = headers.map(([name, value]) => [name.toLowerCase(), value] as const);
  const host = named.find(([name]) => name === 'host')?.[1];
  const result: Record<string, string | string[]> = {
    ':method': method,
    ':path': path,
    ':scheme': origin.protocol.slice(0, -1),
    ':authority': host ?? new URL(originUrl(origin)).host,
  };
  for (const [name, value] of named) {
    if (leftOut.has(name)) continue;
    const before = result[name];
    result[name] = before === undefined ? value : [before, value].flat();
  }
  if (body !== undefined) result['content-length'] = String(body.length);
  return result;
}

function follow(stream: ClientHttp2Stream, recorder: ExchangeRecorder): void {
  let complete = false;
  stream.on('response', (headers) => recorder.head(Number(headers[':status']), headerPairs(headers)));
  stream.on('data', (chunk: Buffer) => recorder.data(chunk));
  stream.on('end', () => {
    complete = true;
    // A stream that is reset also ends; `close` tells why.
    if (stream.rstCode === constants.NGHTTP2_NO_ERROR) recorder.end();
  });
  stream.on('error', (error) => recorder.error(error));
  stream.on('close', () => {
    if (complete && stream.rstCode === constants.NGHTTP2_NO_ERROR) recorder.end();
    else recorder.error(new Error(`the stream was closed before its answer was complete (code ${stream.rstCode})`));
  });
}

function headerPairs(headers: IncomingHttpHeaders): Answer['headers'] {
  return Object.entries(headers).flatMap(([name, values]) =>
    name.startsWith(':') ? [] : [values ?? []].flat().map((value): [string, string] => [name, value]),
  );
}
