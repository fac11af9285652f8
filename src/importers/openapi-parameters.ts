import { isMap, type Json } from '../support/json.ts';
import { stringifyJson } from '../support/lossless-json.ts';
import type { DraftNames, Operation } from './openapi-operation.ts';
import { escaped } from './literal.ts';
import { list, type OpenApiDocument, type Part } from './openapi-document.ts';
import { exampleOf } from './openapi-sample.ts';
import { isSecretName } from './secret-signs.ts';

/** Templates by the place and the name of their parameter; a parameter of the query may stand there more than once. */
export interface Parameters extends Readonly<Record<'path' | 'header' | 'cookie', Readonly<Record<string, string>>>> {
  readonly query: Readonly<Record<string, string | readonly string[]>>;
}

/** Headers that are described elsewhere (OpenAPI 3.1, "Parameter Object"). */
const notAsParameters = /^(accept|content-type|authorization)$/i;

/** The parameters that an operation needs; those of its own win over those of its path. */
export function openApiParameters(
  document: OpenApiDocument,
  { operation, pathItem }: Operation,
  names: DraftNames,
): Parameters {
  const single: Record<'path' | 'header' | 'cookie', Record<string, string>> = { path: {}, header: {}, cookie: {} };
  const query: Record<string, string | readonly string[]> = {};
  for (const entry of [...list(pathItem['parameters']), ...list(operation['parameters'])]) {
    const parameter = document.part(entry);
    const { name, in: place, required } = parameter;
    if (typeof name !== 'string' || (place !== 'query' && !isSingle(place))) continue;
    if (place !== 'path' && required !== true) continue;
    if (place === 'header' && notAsParameters.test(name)) continue;
    const value = exampleOf(document, parameter);
    if (place === 'cookie' || isSecretName(name)) {
      if (isSingle(place)) single[place][name] = names.secret(name);
      else query[name] = names.secret(name);
    } else if (place === 'path') single.path[name] = names.variable(name, isPlain(value) ? value : joined(value, ','));
    else if (place === 'header') single.header[name] = escaped(joined(value, ','));
    else Object.assign(query, inQuery(name, value, parameter));
  }
  return { ...single, query };
}

function isSingle(place: unknown): place is 'path' | 'header' | 'cookie' {
  return place === 'path' || place === 'header' || place === 'cookie';
}

const delimiters: Readonly<Record<string, string>> = { spaceDelimited: ' ', pipeDelimited: '|' };

/** A parameter in its style (OpenAPI 3.1, "Style Values"); without one, lists and maps are exploded. */
function inQuery(name: string, value: Json, { style, explode }: Part): Parameters['query'] {
  if (isMap(value)) {
    const entries = Object.entries(value).map(([key, member]) => [key, escaped(joined(member, ','))] as const);
    if (style === 'deepObject') return Object.fromEntries(entries.map(([key, text]) => [`${name}[${key}]`, text]));
    return explode === false ? { [name]: escaped(joined(value, ',')) } : Object.fromEntries(entries);
  }
  const delimiter = delimiters[String(style)];
  const apart = explode === true || (explode === undefined && delimiter === undefined);
  if (Array.isArray(value) && apart) return { [name]: value.map((item: Json) => escaped(joined(item, ','))) };
  return { [name]: escaped(joined(value, delimiter ?? ',')) };
}

function isPlain(value: Json): boolean {
  return typeof value !== 'object' || value === null;
}

/** A value as one text: the members of a list, and the keys and values of a map, one behind the other. */
function joined(value: Json, delimiter: string): string {
  const members = isMap(value) ? Object.entries(value).flat() : Array.isArray(value) ? value : [value];
  return members.map((member: Json) => (typeof member === 'string' ? member : stringifyJson(member))).join(delimiter);
}
