import type { DraftRequest } from './draft.ts';
import { isPart, list, type OpenApiDocument, type Part } from './openapi-document.ts';
import type { DraftNames } from './openapi-operation.ts';

interface Credentials extends Pick<DraftRequest, 'auth'> {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
}

/** What an operation wants to see of its callers; the first way where there are several. */
export function openApiSecurity(document: OpenApiDocument, operation: Part, names: DraftNames): Credentials {
  const { root, part } = document;
  const ways = list(operation['security'] ?? root['security']).filter(isPart);
  const [way = {}] = ways;
  const schemes = part(part(root['components'])['securitySchemes']);
  let credentials: Credentials = { headers: {}, query: {}, cookies: {} };
  for (const key of Object.keys(way)) credentials = withScheme(credentials, part(schemes[key]), names);
  return credentials;
}

function withScheme(before: Credentials, { type, scheme, in: place, name }: Part, names: DraftNames): Credentials {
  const bearer = type === 'oauth2' || type === 'openIdConnect' || (type === 'http' && /^bearer$/i.test(String(scheme)));
  if (bearer) return { ...before, auth: { bearer: names.secret('token') } };
  if (type === 'http' && /^basic$/i.test(String(scheme)))
    return {
      ...before,
      auth: { basic: { username: names.variable('username', 'ada'), password: names.secret('password') } },
    };
  if (type !== 'apiKey' || typeof name !== 'string') return before;
  const value = { [name]: names.secret(name) };
  if (place === 'header') return { ...before, headers: { ...before.headers, ...value } };
  if (place === 'query') return { ...before, query: { ...before.query, ...value } };
  return place === 'cookie' ? { ...before, cookies: { ...before.cookies, ...value } } : before;
}
