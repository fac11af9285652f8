import { type Origin, originUrl } from '../history/request.ts';
import { errorCode } from './error-code.ts';

/** What a failed attempt to connect means, with what to do about it. The code of Node's error stays. */
export function connectError(
  error: Error,
  origin: Origin,
  { hostname, port }: { hostname: string; port: number },
): Error {
  const code = errorCode(error);
  const message = explain(code, origin, hostname, port) ?? distrust(code, origin);
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
    case 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL':
      return 'the server refused it by ALPN';
    default:
      return undefined;
  }
}

/** Why a certificate is not accepted. The flags are those of every command that connects. */
function distrust(code: string, origin: Origin): string | undefined {
  const certificate = `the certificate of ${originUrl(origin)}`;
  switch (code) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return `${certificate} is self-signed; trust it with --cacert FILE, or pass --insecure`;
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return `${certificate} is from an authority that is not trusted; trust it with --cacert FILE, or pass --insecure`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `${certificate} is not for ${origin.hostname}; use a name that it is for, or pass --insecure`;
    case 'CERT_HAS_EXPIRED':
      return `${certificate} has expired; renew it, or pass --insecure`;
    default:
      return undefined;
  }
}
