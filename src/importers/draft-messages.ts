import { unusedName } from '../support/unused-name.ts';
import type { Draft, DraftRequest } from './draft.ts';
import { cookiesOf, type HttpMessage, ownHeaders } from './http-message.ts';
import { jsonTemplate } from './json-template.ts';
import { formType, jsonType, mediaType, readBody } from './message-body.ts';
import { collectSecrets, credentialsOf, decoded } from './message-secrets.ts';
import { identifier } from './names.ts';
import { type SecretBox, secretBox } from './secret-box.ts';
import { isSecretName, namedSecretsIn } from './secret-signs.ts';

/** Recorded or typed requests as a draft: secrets taken out, the first one's origin as target. */
export function draftOfMessages(messages: readonly HttpMessage[]): Draft {
  const box = secretBox();
  for (const message of messages) collectSecrets(message, box);
  const target = messages[0]?.url.origin;
  const names = new Set<string>();
  const requests = messages.map((message) => {
    const name = unusedName(requestName(message.url.pathname), names);
    names.add(name);
    return draftRequest(message, name, target, box);
  });
  return {
    ...(target !== undefined && { target }),
    secrets: box.variables(),
    variables: {},
    requests,
    notes: [...new Set(messages.flatMap(notesOn))],
  };
}

/** The last word of a path that is no number or identifier: `/items/42/buy` becomes `buy`. */
export function requestName(path: string): string {
  const words = path.split('/').filter((segment) => /^[A-Za-z][A-Za-z_.-]{1,30}$/.test(segment));
  return identifier(words.at(-1) ?? '', 'send');
}

function draftRequest(message: HttpMessage, name: string, target: string | undefined, box: SecretBox): DraftRequest {
  const { method, url } = message;
  const cookies = cookiesOf(message).map(([key, value]) => [key, box.of(value)] as const);
  const auth = draftAuth(message, box);
  const body = draftBody(message, box);
  const headers = ownHeaders(message)
    .filter(([header]) => {
      const lower = header.toLowerCase();
      return lower !== 'cookie' && !(lower === 'authorization' && auth !== undefined) && !implied(lower, message);
    })
    .map(([header, value]) => [header.toLowerCase(), isSecretName(header) ? box.of(value) : box.text(value)] as const);
  return {
    name,
    request: `${method} ${url.origin === target ? '' : url.origin}${pathTemplate(url, box)}`,
    ...(headers.length > 0 && { headers: joined(headers) }),
    ...(cookies.length > 0 && { cookies: Object.fromEntries(cookies) }),
    ...(auth !== undefined && { auth }),
    ...body,
  };
}

/** The path with its query as it was written, but for the secrets in it. */
function pathTemplate(url: URL, box: SecretBox): string {
  const query = url.search.slice(1).split('&').filter(Boolean);
  const parts = query.map((part) => {
    const [[name = '', value = ''] = []] = new URLSearchParams(part);
    const template = isSecretName(name) ? box.of(value) : box.text(value, encodeURIComponent);
    const [key = ''] = part.split('=');
    const secret = template.includes('{{ secrets.');
    // A URL leaves braces in a query as they are.
    return `${(secret ? `${key}=` : part).replaceAll('{', '%7B')}${secret ? template : ''}`;
  });
  return `${box.text(url.pathname)}${parts.length === 0 ? '' : `?${parts.join('&')}`}`;
}

function draftAuth(message: HttpMessage, box: SecretBox): DraftRequest['auth'] {
  const credentials = credentialsOf(message);
  if (credentials?.kind === 'bearer') return { bearer: box.of(credentials.secret) };
  if (credentials?.kind === 'basic')
    return { basic: { username: box.text(credentials.username), password: box.of(credentials.secret) } };
  const { username, password } = message.url;
  return username === '' && password === ''
    ? undefined
    : {
        basic: {
          username: box.text(decoded(username)),
          password: box.of(decoded(password)),
        },
      };
}

function draftBody(message: HttpMessage, box: SecretBox): Pick<DraftRequest, 'json' | 'form' | 'body'> {
  const body = readBody(message);
  switch (body?.kind) {
    case undefined:
      return {};
    case 'json':
      return {
        json: jsonTemplate(body.value, { secret: (_, value) => box.of(value), text: (text) => box.text(text) }),
      };
    case 'form':
      return {
        form: Object.fromEntries(
          body.fields.map(([name, value]) => [name, isSecretName(name) ? box.of(value) : box.text(value)]),
        ),
      };
    case 'text':
      return { body: box.textWith(body.text, namedSecretsIn(body.text)) };
    case 'file':
      return { body: { file: body.file } };
  }
}

/** A content type that Racehound sets by itself for such a body. */
function implied(header: string, message: HttpMessage): boolean {
  if (header !== 'content-type') return false;
  const kind = readBody(message)?.kind;
  const type = mediaType(message);
  return kind === 'json' ? type === jsonType || type === formType : kind === 'form';
}

/** Headers of one name are one header (RFC 9110, section 5.3). */
function joined(headers: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  const all: Record<string, string> = {};
  for (const [name, value] of headers) all[name] = all[name] === undefined ? value : `${all[name]}, ${value}`;
  return all;
}

function notesOn(message: HttpMessage): readonly string[] {
  const body = readBody(message);
  const notes: string[] = [];
  if (body?.kind === 'json' && mediaType(message) === formType)
    notes.push('The body is JSON under the content type of a form; here it goes out as application/json.');
  if (body?.kind === 'file') notes.push(`The body comes from ${body.file}, which must lie beside this file.`);
  return notes;
}
