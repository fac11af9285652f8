/** A request as it was recorded or typed: literal texts, nothing taken out yet. */
export interface HttpMessage {
  readonly method: string;
  /** A whole URL. */
  readonly url: URL;
  /** In their order, names as they were written. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: { readonly text: string } | { readonly file: string };
}

/** What a client makes for itself for every request: Racehound makes its own, or the burst would not leave as it should. */
const ofTheClient =
  /^(:.*|host|content-length|connection|keep-alive|proxy-connection|transfer-encoding|te|upgrade|expect|accept-encoding|priority|dnt|upgrade-insecure-requests|sec-.*)$/i;

/** The headers that belong to the request, and not to the client or the connection that sent it. */
export function ownHeaders({ headers }: HttpMessage): HttpMessage['headers'] {
  return headers.filter(([name]) => !ofTheClient.test(name));
}

export function headerOf({ headers }: HttpMessage, wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

/** Pairs of a Cookie header (RFC 6265, section 4.2.1). */
export function cookiesOf(message: HttpMessage): readonly (readonly [name: string, value: string])[] {
  return (
    message.headers
      .filter(([name]) => name.toLowerCase() === 'cookie')
      .flatMap(([, value]) => value.split(';'))
      .map((pair) => pair.trim())
      // What is no cookie's name (RFC 9110, "Tokens"), and what JavaScript keeps to itself, no client sends on purpose.
      .filter((pair) => /^[\w!#$%&'*+.^`|~-]+\s*=/.test(pair) && !pair.startsWith('__proto__'))
      .map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1).trim()])
  );
}
