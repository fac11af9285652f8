import { isList, type Json } from '../support/json.ts';
import { cookiesOf, headerOf, type HttpMessage } from './http-message.ts';
import { type MessageBody, readBody } from './message-body.ts';
import type { SecretBox } from './secret-box.ts';
import { isSecretName, namedSecretsIn, tokensIn } from './secret-signs.ts';

/** Puts every secret of a message into the box. */
export function collectSecrets(message: HttpMessage, box: SecretBox): void {
  const { url, headers } = message;
  const authorization = credentialsOf(message);
  if (authorization !== undefined) box.add(authorization.kind === 'basic' ? 'password' : 'token', authorization.secret);
  if (url.password !== '') box.add('password', decoded(url.password));
  for (const [name, value] of cookiesOf(message)) box.add(name, value);
  for (const [name, value] of headers) {
    const apart = name.toLowerCase() === 'cookie' || (name.toLowerCase() === 'authorization' && authorization);
    if (!apart && isSecretName(name)) box.add(name, value);
    addTokens(value, box);
  }
  for (const [name, value] of url.searchParams) {
    if (isSecretName(name)) box.add(name, value);
    addTokens(value, box);
  }
  addTokens(url.pathname, box);
  collectFromBody(readBody(message), box);
}

/** What an Authorization header holds besides its scheme (RFC 9110, section 11.4). */
export function credentialsOf(
  message: HttpMessage,
):
  | { readonly kind: 'bearer'; readonly secret: string }
  | { readonly kind: 'basic'; readonly username: string; readonly secret: string }
  | undefined {
  const header = headerOf(message, 'authorization') ?? '';
  const bearer = /^Bearer +(\S+)$/i.exec(header)?.[1];
  if (bearer !== undefined) return { kind: 'bearer', secret: bearer };
  const basic = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(header)?.[1];
  if (basic === undefined) return undefined;
  const pair = Buffer.from(basic, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  // What does not come back the same would be sent otherwise than it was.
  if (colon === -1 || Buffer.from(pair).toString('base64') !== basic) return undefined;
  return { kind: 'basic', username: pair.slice(0, colon), secret: pair.slice(colon + 1) };
}

function collectFromBody(body: MessageBody | undefined, box: SecretBox): void {
  if (body === undefined || body.kind === 'file') return;
  if (body.kind === 'json') return collectFromJson(body.value, '', box);
  if (body.kind === 'form') {
    for (const [name, value] of body.fields) {
      if (isSecretName(name)) box.add(name, value);
      addTokens(value, box);
    }
    return;
  }
  for (const { name, value } of namedSecretsIn(body.text)) box.add(name, value);
  addTokens(body.text, box);
}

/** All that lies below a secret name is secret. */
function collectFromJson(value: Json, name: string, box: SecretBox): void {
  if (value === null || typeof value === 'boolean') return;
  if (isList(value)) {
    for (const member of value) collectFromJson(member, name, box);
  } else if (typeof value === 'object') {
    for (const [key, member] of Object.entries(value)) {
      collectFromJson(member, isSecretName(key) || name === '' ? key : isSecretName(name) ? name : key, box);
    }
  } else if (isSecretName(name)) {
    box.add(name, String(value));
  } else if (typeof value === 'string') {
    addTokens(value, box);
  }
}

function addTokens(text: string, box: SecretBox): void {
  for (const token of tokensIn(text)) box.add('token', token);
}

/** A part of a URL without percent-encoding, or as it is where that is none. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
