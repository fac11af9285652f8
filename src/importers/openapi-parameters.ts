import type { DraftNames, Operation } from './openapi-operation.ts';
import { escaped } from './literal.ts';
import { list, type OpenApiDocument } from './openapi-document.ts';
import { exampleOf } from './openapi-sample.ts';
import { isSecretName } from './secret-signs.ts';

/** Templates by the place and the name of their parameter. */
export type Parameters = Readonly<Record<'path' | 'query' | 'header' | 'cookie', Readonly<Record<string, string>>>>;

/** Headers that are described elsewhere (OpenAPI 3.1, "Parameter Object"). */
const notAsParameters = /^(accept|content-type|authorization)$/i;

/** The parameters that an operation needs; those of its own win over those of its path. */
export function openApiParameters(
  document: OpenApiDocument,
  { operation, pathItem }: Operation,
  names: DraftNames,
): Parameters {
  const given: Record<keyof Parameters, Record<string, string>> = { path: {}, query: {}, header: {}, cookie: {} };
  for (const entry of [...list(pathItem['parameters']), ...list(operation['parameters'])]) {
    const parameter = document.part(entry);
    const { name, in: place, required } = parameter;
    if (typeof name !== 'string' || typeof place !== 'string' || !(place in given)) continue;
    if (place !== 'path' && required !== true) continue;
    if (place === 'header' && notAsParameters.test(name)) continue;
    const value = exampleOf(document, parameter);
    given[place as keyof Parameters][name] =
      place === 'cookie' || isSecretName(name)
        ? names.secret(name)
        : place === 'path'
          ? names.variable(name, value)
          : escaped(typeof value === 'string' ? value : JSON.stringify(value));
  }
  return given;
}
