import { hiddenFields, hiddenHeader, hiddenParameters } from './credentials.ts';
import { type HttpRequest, originUrl } from './request.ts';

/** What was sent, as it is recorded: text without credentials, the body cut. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  /** `host:port` that was dialled instead of the URL's. */
  readonly connectTo?: string;
  /** In the order of sending; without those that the HTTP client adds by itself (host, content-length). */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** UTF-8 text, or with `bodyEncoding` one character a byte; at most `maxSentBody` characters. Missing when nothing was sent. */
  readonly body?: string;
  /** `latin1`: the body is no UTF-8 text. */
  readonly bodyEncoding?: 'latin1';
  /** There was more of the body than what is kept. */
  readonly bodyCut?: true;
  /** Whole length of the body as it was sent. */
  readonly bodyBytes: number;
}

/** Characters of a request's body that are kept. */
export const maxSentBody = 16 * 1024;

/** Credentials go by the names of headers, parameters and fields, before anything is cut; secrets go where it is written. */
export function sentRequest({ origin, method, path, headers, body }: HttpRequest): SentRequest {
  return {
    method,
    url: hiddenParameters(`${new URL(originUrl(origin)).origin}${path}`),
    ...(origin.connectTo !== undefined && { connectTo: origin.connectTo }),
    headers: headers.map(([name, value]) => [name, hiddenHeader(name, value)]),
    ...(body !== undefined && recordedBody(body)),
    bodyBytes: body?.length ?? 0,
  };
}

function recordedBody(bytes: Uint8Array): Pick<SentRequest, 'body' | 'bodyEncoding' | 'bodyCut'> {
  const text = utf8(bytes);
  const body = text === undefined ? Buffer.from(bytes).toString('latin1') : hiddenFields(text);
  return {
    body: body.slice(0, maxSentBody),
    ...(text === undefined && { bodyEncoding: 'latin1' }),
    ...(body.length > maxSentBody && { bodyCut: true }),
  };
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
