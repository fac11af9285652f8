import { parse } from 'yaml';
import { RacehoundError, type Source } from '../support/diagnostic.ts';
import { parseJson } from '../support/lossless-json.ts';
import { messageOf } from '../support/message-of.ts';

/** A map of a document whose values are looked at one by one: documents in the wild break their own rules. */
export type Part = Readonly<Record<string, unknown>>;

/** An OpenAPI 3 document with its references looked up as they are met. */
export interface OpenApiDocument {
  readonly root: Part;
  /** A map; a reference to one within the document is followed. Empty for anything else. */
  readonly part: (value: unknown) => Part;
}

/** References to references that are followed; more of them go round in a circle. */
const maxHops = 32;

/** Reads YAML or JSON; throws `RacehoundError` when it is no OpenAPI 3. */
export function openApiDocument({ path, text }: Source): OpenApiDocument {
  let root: unknown;
  try {
    // A large JSON document takes the YAML parser many times as long.
    root = /^\s*\{/.test(text)
      ? parseJson(text)
      : parse(text, withBigIntegers, { logLevel: 'silent', merge: true, intAsBigInt: true });
  } catch (error) {
    throw openApiError(
      `${path} is neither JSON nor YAML: ${messageOf(error).split('\n')[0]}`,
      'name an OpenAPI 3 document',
    );
  }
  if (!isPart(root) || typeof root['openapi'] !== 'string' || !root['openapi'].startsWith('3.')) {
    const swagger = isPart(root) && root['swagger'] !== undefined;
    throw openApiError(
      `${path} is no OpenAPI 3 document${swagger ? ' but Swagger 2' : ''}`,
      swagger ? 'convert it first, for example with swagger2openapi' : 'it must say openapi: 3.x at its top',
    );
  }
  const document = root;
  const part = (value: unknown): Part => {
    let found = value;
    for (let hops = 0; isPart(found) && typeof found['$ref'] === 'string'; hops += 1) {
      const reference = found['$ref'];
      if (!reference.startsWith('#'))
        throw openApiError(
          `${path} refers to ${reference}, another file`,
          'bundle the document into one file first, for example with @redocly/cli bundle',
        );
      if (hops > maxHops)
        throw openApiError(`${path}: the reference ${reference} goes round in a circle`, 'mend the document');
      found = pointedAt(document, reference);
      if (found === undefined)
        throw openApiError(`${path}: the reference ${reference} leads nowhere`, 'mend the document');
    }
    return isPart(found) ? found : {};
  };
  return { root: document, part };
}

/** As `parseJson` has them: only whole numbers beyond 2^53 stay bigints. */
function withBigIntegers(_: unknown, value: unknown): unknown {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

export function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** JSON Pointer (RFC 6901) in a URI fragment. */
function pointedAt(root: Part, reference: string): unknown {
  let value: unknown = root;
  for (const token of reference.split('/').slice(1)) {
    const key = decoded(token).replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Part)[key];
  }
  return value;
}

function decoded(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}

export function openApiError(title: string, help: string): RacehoundError {
  return new RacehoundError('usage', [{ code: 'RH513', title, help }]);
}
