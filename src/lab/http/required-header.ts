import type { IncomingHttpHeaders } from 'node:http';
import { HttpError } from './http-error.ts';

/** The value of a header, or `status` when the request has none. */
export function requiredHeader(headers: IncomingHttpHeaders, name: string, status = 400): string {
  const value = headers[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new HttpError(status, `the request needs the header ${name}`);
}

/** The token of `Authorization: Bearer <token>` (RFC 6750, section 2.1), or 401. */
export function bearerToken({ authorization = '' }: IncomingHttpHeaders): string {
  const [, token] = /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization) ?? [];
  if (token === undefined) throw new HttpError(401, 'the request needs Authorization: Bearer <token>');
  return token;
}
