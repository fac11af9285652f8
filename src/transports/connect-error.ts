import { type Origin, originUrl } from '../history/request.ts';
import { errorCode } from './error-code.ts';

/** What a failed attempt to connect means, with what to do about it. The code of Node's error stays. */
export function connectError(
  error: Error,
  origin: Origin,
  { hostname, port }: { hostname: string; port: number },
): Error {
  const code = errorCode(error);
  const message = explain(code, origin, hostname, port);
  return message === undefined ? error : Object.assign(new Error(message, { cause: error }), { code });
}

function explain(code: string, origin: Origin, hostname: string, port: number): string | undefined {
  switch (code) {
    case 'ECONNREFUSED':
      return `nothing listens on ${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}; is the service running?`;
    case 'ENOTFOUND':
      return `there is no host of the name ${hostname}; is it spelt right?`;
    case 'EAI_AGAIN':
      return `the name ${hostname} could not be looked up; does this machine have a name server?`;
    // What OpenSSL calls an answer that is no TLS record; newer versions tell HTTP from other plain text.
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
    case 'ERR_SSL_HTTP_REQUEST':
      return `the target does not speak TLS on this port; did you mean ${originUrl({ ...origin, protocol: 'http:' })}?`;
    default:
      return undefined;
  }
}
