import type { Json } from '../support/json.ts';
import { variableNames } from '../support/shell.ts';
import { unusedName } from '../support/unused-name.ts';
import type { Draft, DraftRequest } from './draft.ts';
import { identifier } from './names.ts';
import type { DraftNames, Operation } from './openapi-operation.ts';
import { openApiBody } from './openapi-body.ts';
import type { OpenApiDocument } from './openapi-document.ts';
import { openApiOutcomes } from './openapi-outcomes.ts';
import { openApiParameters, type Parameters } from './openapi-parameters.ts';
import { openApiSecurity } from './openapi-security.ts';
import { serverOf } from './openapi-server.ts';

/** Operations of a document as requests that collide: examples where it has some, samples of its schemas elsewhere. */
export function draftOfOperations(document: OpenApiDocument, operations: readonly Operation[]): Draft {
  const secrets = new Set<string>();
  const variables: Record<string, Json> = {};
  const names: DraftNames = {
    secret(name) {
      const own = identifier(name, 'secret');
      secrets.add(own);
      return `{{ secrets.${own} }}`;
    },
    variable(name, value) {
      const own = identifier(name, 'value');
      // The same parameter of two operations is one variable: they are to meet at the same thing.
      variables[own] ??= value;
      return `{{ ${own} }}`;
    },
  };
  const { target } = serverOf(document, operations[0]);
  const used = new Set<string>();
  const notes: string[] = [];
  const requests = operations.map((operation) => {
    const name = unusedName(identifier(operation.id.replace(/^[A-Z]+ /, ''), 'send'), used);
    used.add(name);
    const { note, request } = draftRequest(document, operation, name, target, names);
    const { summary } = operation.operation;
    for (const text of [summary, note]) if (typeof text === 'string') notes.push(`${operation.id}: ${text}`);
    return request;
  });
  const outcomes = openApiOutcomes(document, operations);
  return {
    ...(target !== undefined && { target }),
    secrets: variableNames([...secrets]),
    variables,
    requests,
    ...(outcomes !== undefined && { outcomes }),
    notes,
  };
}

function draftRequest(
  document: OpenApiDocument,
  operation: Operation,
  name: string,
  target: string | undefined,
  names: DraftNames,
): { readonly request: DraftRequest; readonly note: string | undefined } {
  const { method, path } = operation;
  const given = openApiParameters(document, operation, names);
  const security = openApiSecurity(document, operation.operation, names);
  const { type, note, ...body } = openApiBody(document, operation.operation, names);
  const { prefix, target: own } = serverOf(document, operation);
  const base = own === target ? prefix : (own ?? prefix);
  const filled = path
    .split(/(\{[^{}]+\})/)
    .map((piece) =>
      /^\{.+\}$/.test(piece)
        ? pathParameter(piece.slice(1, -1), given, names)
        : encodeURI(piece).replaceAll('{', '%7B'),
    )
    .join('');
  const headers = { ...given.header, ...security.headers, ...(type !== undefined && { 'content-type': type }) };
  const query = { ...given.query, ...security.query };
  const cookies = { ...given.cookie, ...security.cookies };
  const request = {
    name,
    request: `${method} ${base}${filled}`,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(Object.keys(query).length > 0 && { query }),
    ...(Object.keys(cookies).length > 0 && { cookies }),
    ...(security.auth !== undefined && { auth: security.auth }),
    ...body,
  };
  return { request, note };
}

/** What the document forgot to describe is a value that somebody must choose. */
function pathParameter(name: string, { path }: Parameters, names: DraftNames): string {
  return path[name] ?? names.variable(name, 1);
}
