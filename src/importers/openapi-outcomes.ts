import type { Draft } from './draft.ts';
import type { OpenApiDocument } from './openapi-document.ts';
import type { Operation } from './openapi-operation.ts';

/** Statuses with which a service says that somebody else was faster, or that there is nothing left (RFC 9110, RFC 4918). */
const refusals = new Set(['402', '409', '410', '412', '422', '423']);

/** Names for the answers that operations document; undefined where one does not say what success is. */
export function openApiOutcomes({ part }: OpenApiDocument, operations: readonly Operation[]): Draft['outcomes'] {
  const statuses = operations.map(({ operation }) => Object.keys(part(operation['responses'])));
  const done = statuses.map((each) => each.filter((status) => /^2(\d\d|XX)$/i.test(status)));
  if (done.some(({ length }) => length === 0)) return undefined;
  const refused = statuses.flat().filter((status) => refusals.has(status));
  return { done: written(done.flat()), ...(refused.length > 0 && { refused: written(refused) }) };
}

function written(statuses: readonly string[]): readonly (number | string)[] {
  const distinct = [...new Set(statuses)].sort();
  return distinct.map((status) => (/^\d+$/.test(status) ? Number(status) : status.toLowerCase()));
}
