import { didYouMean } from '../support/did-you-mean.ts';
import type { Importer } from './importer.ts';
import { isPart, type OpenApiDocument, openApiDocument, openApiError } from './openapi-document.ts';
import { draftOfOperations } from './openapi-draft.ts';
import type { Operation } from './openapi-operation.ts';

const methods = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'];

/** An OpenAPI 3 document; operations are chosen by their ids. */
export const openapi: Importer = {
  reads: 'an OpenAPI 3 document',
  option: '--operation',
  read(source, chosen) {
    const document = openApiDocument(source);
    const operations = operationsOf(document);
    if (operations.length === 0) throw openApiError(`${source.path} has no operations`, 'name a document with paths');
    if (chosen.length === 0 && operations.length > 1)
      return { kind: 'choices', choices: operations.map((operation) => [operation.id, textOf(operation)]) };
    const wanted = chosen.length === 0 ? operations : chosen.map((id) => find(operations, id, source.path));
    return { kind: 'draft', draft: draftOfOperations(document, wanted) };
  },
};

function operationsOf({ root, part }: OpenApiDocument): readonly Operation[] {
  return Object.entries(part(root['paths'])).flatMap(([path, item]) => {
    const pathItem = part(item);
    return methods.flatMap((method) => {
      const operation = pathItem[method];
      if (!isPart(operation)) return [];
      const named = operation['operationId'];
      const upper = method.toUpperCase();
      return [
        {
          id: typeof named === 'string' && named !== '' ? named : `${upper} ${path}`,
          method: upper,
          path,
          operation,
          pathItem,
        },
      ];
    });
  });
}

function textOf({ method, path, operation }: Operation): string {
  const { summary } = operation;
  return `${method} ${path}${typeof summary === 'string' ? `  ${summary.slice(0, 80)}` : ''}`;
}

/** By its id, or by method and path. */
function find(operations: readonly Operation[], wanted: string, file: string): Operation {
  const found = operations.find(({ id, method, path }) => id === wanted || `${method} ${path}` === wanted);
  if (found !== undefined) return found;
  const meant = didYouMean(
    wanted,
    operations.map(({ id }) => id),
  );
  throw openApiError(
    `--operation ${wanted}: ${file} has no such operation`,
    meant === undefined ? 'without --operation they are listed' : `did you mean ${meant}?`,
  );
}
