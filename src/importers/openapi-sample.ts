import { sample } from 'openapi-sampler';
import type { Json } from '../support/json.ts';
import { isPart, openApiError, type OpenApiDocument, type Part } from './openapi-document.ts';
import { parseJson, stringifyJson } from '../support/lossless-json.ts';
import { messageOf } from '../support/message-of.ts';

/** The example that a parameter or a media type gives, or a sample of its schema. */
export function exampleOf(document: OpenApiDocument, described: Part): Json {
  if (described['example'] !== undefined) return json(described['example']);
  const [first] = Object.values(document.part(described['examples']));
  const example = document.part(first)['value'];
  if (example !== undefined) return json(example);
  const { schema } = described;
  // Only the part of a parameter that has `content` instead of a schema.
  if (schema === undefined) return 1;
  return sampleOf(document, schema);
}

function sampleOf({ root, part }: OpenApiDocument, schema: unknown): Json {
  // Looks up the reference, so that a wrong one is told of in our words.
  part(schema);
  try {
    const value: unknown = sample(isPart(schema) ? schema : {}, { skipReadOnly: true, quiet: true }, root);
    return value === null || value === undefined ? 1 : json(value);
  } catch (error) {
    throw openApiError(
      `a schema can't be sampled: ${messageOf(error)}`,
      'mend the document, or write the body by hand',
    );
  }
}

/** Only what JSON can hold: YAML has dates, for one. */
function json(value: unknown): Json {
  return parseJson(stringifyJson(value));
}
