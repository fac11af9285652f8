import type { HttpRequest, Origin } from '../history/request.ts';
import { isList, type Json } from '../support/json.ts';
import { stringifyJson } from '../support/lossless-json.ts';
import { pathSegment, resolveUrl } from './request-url.ts';
import type { Scope } from './scope.ts';
import { RenderError, renderText, renderValue, type Template, templateOf } from './template.ts';

/** Where requests without a host of their own go: a URL whose path is put before theirs, and the address to dial instead. */
export interface Base {
  readonly url: string;
  readonly connectTo?: string;
}

type Pairs = readonly (readonly [name: string, value: Template])[];
type Rendered = readonly (readonly [name: string, value: string])[];

/** A request whose places are not filled in yet. Plain data. */
export interface RequestTemplate {
  readonly method: string;
  readonly base: Base;
  /** A path, or a whole URL. */
  readonly path: Template;
  readonly headers: Pairs;
  readonly query: Pairs;
  readonly cookies: Pairs;
  readonly body?: BodyTemplate;
  readonly auth?: AuthTemplate;
  readonly timeoutMs: number;
}

export type BodyTemplate =
  /** The strings in it are templates. */
  | { readonly kind: 'json'; readonly value: Json }
  | { readonly kind: 'form'; readonly fields: Pairs }
  | { readonly kind: 'text'; readonly text: Template }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

export type AuthTemplate =
  | { readonly kind: 'bearer'; readonly token: Template }
  | { readonly kind: 'basic'; readonly username: Template; readonly password: Template };

/**
 * Fills in a request; the same scope gives the same bytes. Values are percent-encoded where they stand inside the path, but one
 * that the path begins with goes in as it is, and may be a whole URL. Headers that the user wrote win over those that follow
 * from `auth` and the body; `cookies` are added to a Cookie header. Throws RenderError when a value is missing or does not fit.
 */
export function renderRequest(template: RequestTemplate, scope: Scope): HttpRequest {
  const { method, base, timeoutMs } = template;
  const path = renderText(template.path, scope, 'path', (text, place) => (place === 0 ? text : pathSegment(text)));
  const url = resolveUrl(base.url, path, renderPairs(template.query, scope, 'query'));
  const body = template.body && renderBody(template.body, scope);
  const headers = renderPairs(template.headers, scope, 'headers');
  const connectTo = url.origin === new URL(base.url).origin ? base.connectTo : undefined;
  return {
    origin: originOf(url, connectTo),
    method,
    path: url.pathname + url.search,
    headers: checked([
      ...withCookies(headers, renderPairs(template.cookies, scope, 'cookies')),
      ...unlessGiven(headers, 'authorization', template.auth && renderAuth(template.auth, scope)),
      ...unlessGiven(headers, 'content-type', body?.type),
    ]),
    ...(body !== undefined && { body: body.bytes }),
    timeoutMs,
  };
}

/** Fills in every string of a JSON value; its keys are left alone. Throws RenderError. */
export function renderJson(value: Json, scope: Scope, occurrence: string): Json {
  if (typeof value === 'string') return renderValue(templateOf(value), scope, occurrence);
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map((member, place) => renderJson(member, scope, `${occurrence}.${place}`));
  const members = Object.entries(value);
  return Object.fromEntries(members.map(([key, member]) => [key, renderJson(member, scope, `${occurrence}.${key}`)]));
}

/** The values that a member gets, and its scope with them added. Throws RenderError. */
export function renderValues(
  values: Readonly<Record<string, Json>>,
  scope: Scope,
): { readonly values: Readonly<Record<string, Json>>; readonly scope: Scope } {
  const entries = Object.entries(values).map(([name, value]) => [name, renderJson(value, scope, `values.${name}`)]);
  const given: Readonly<Record<string, Json>> = Object.fromEntries(entries);
  return { values: given, scope: { ...scope, names: { ...scope.names, ...given } } };
}

/** What a URL says of the place to dial. Throws RenderError for another protocol than http and https. */
export function originOf(url: URL, connectTo?: string): Origin {
  const { protocol, hostname } = url;
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new RenderError(url.href, `${url.href} is neither an http nor an https URL`);
  }
  const port = url.port === '' ? (protocol === 'https:' ? 443 : 80) : Number(url.port);
  return { protocol, hostname, port, ...(connectTo !== undefined && { connectTo }) };
}

/** The key of a name that stands there before has its place added, so that `uuid()` gives each its own value. */
function renderPairs(pairs: Pairs, scope: Scope, kind: string): Rendered {
  return pairs.map(([name, value], place) => {
    const repeated = pairs.findIndex(([other]) => other === name) < place;
    return [name, renderText(value, scope, repeated ? `${kind}.${name}.${place}` : `${kind}.${name}`)];
  });
}

function renderAuth(auth: AuthTemplate, scope: Scope): string {
  if (auth.kind === 'bearer') return `Bearer ${renderText(auth.token, scope, 'auth.bearer')}`;
  const username = renderText(auth.username, scope, 'auth.username');
  const password = renderText(auth.password, scope, 'auth.password');
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function renderBody(body: BodyTemplate, scope: Scope): { readonly bytes: Uint8Array; readonly type: string } {
  switch (body.kind) {
    case 'json':
      return { bytes: utf8(stringifyJson(renderJson(body.value, scope, 'json'))), type: 'application/json' };
    case 'form': {
      const fields = renderPairs(body.fields, scope, 'form').map(([name, value]) => [name, value] as [string, string]);
      return { bytes: utf8(new URLSearchParams(fields).toString()), type: 'application/x-www-form-urlencoded' };
    }
    case 'text':
      return { bytes: utf8(renderText(body.text, scope, 'body')), type: 'text/plain; charset=utf-8' };
    case 'bytes':
      return { bytes: body.bytes, type: 'application/octet-stream' };
  }
}

/** Not `Buffer.from`, whose views of a shared pool would drag the whole pool along to another thread. */
function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function withCookies(headers: Rendered, cookies: Rendered): Rendered {
  if (cookies.length === 0) return headers;
  const isCookie = ([name]: Rendered[number]) => name.toLowerCase() === 'cookie';
  for (const [name, value] of cookies) {
    if (value.includes(';')) throw new RenderError(name, `cookie ${name}: a value can't hold a semicolon`);
  }
  const all = [...headers.filter(isCookie).map(([, value]) => value), ...cookies.map((pair) => pair.join('='))];
  return [...headers.filter((header) => !isCookie(header)), ['cookie', all.join('; ')]];
}

function unlessGiven(headers: Rendered, name: string, value: string | undefined): Rendered {
  return value === undefined || headers.some(([given]) => given.toLowerCase() === name) ? [] : [[name, value]];
}

/** RFC 9110, section 5: anything else would end the header, or make undici refuse the request in mid-burst. */
function checked(headers: Rendered): Rendered {
  for (const [name, value] of headers) {
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) throw new RenderError(name, `"${name}" is not the name of a header`);
    if (/[\r\n]/.test(value)) throw new RenderError(name, `header ${name}: a value can't hold a line break`);
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw new RenderError(name, `header ${name}: a value can hold Latin-1 text only; percent-encode it`);
    }
  }
  return headers;
}
