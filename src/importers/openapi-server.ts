import { list, type OpenApiDocument } from './openapi-document.ts';
import type { Operation } from './openapi-operation.ts';

/** Where an operation is served: a whole base URL as target, or a path that goes before those of the requests. */
export function serverOf(
  { root, part }: OpenApiDocument,
  operation: Operation | undefined,
): { readonly target?: string; readonly prefix: string } {
  const [first] = [operation?.operation['servers'], operation?.pathItem['servers'], root['servers']].flatMap(list);
  const server = part(first);
  const { url } = server;
  if (typeof url !== 'string') return { prefix: '' };
  const variables = part(server['variables']);
  const filled = url
    .replace(/\{([^{}]+)\}/g, (_, name: string) => {
      const preset = part(variables[name])['default'];
      return typeof preset === 'string' ? preset : name;
    })
    .replace(/\/+$/, '');
  if (/^https?:\/\//.test(filled) && URL.canParse(filled)) {
    const { origin, pathname } = new URL(filled);
    return { target: `${origin}${pathname === '/' ? '' : pathname}`, prefix: '' };
  }
  // Relative to where the document is served, which a file does not tell.
  return { prefix: filled.startsWith('/') ? encodeURI(filled).replaceAll('{', '%7B') : '' };
}
