import { RenderError } from './template.ts';

/** The URL of a request: a whole URL as it is, a path behind the one of the base. Throws RenderError. */
export function resolveUrl(
  base: string,
  path: string,
  query: readonly (readonly [name: string, value: string])[],
): URL {
  const absolute = /^https?:\/\//i.test(path);
  const text = absolute ? path : `${base.replace(/\/+$/, '')}${/^[/?]/.test(path) ? '' : '/'}${path}`;
  if (!URL.canParse(text)) throw new RenderError(path, `${text} is not a URL`);
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    throw new RenderError(path, `the URL for ${url.host} holds credentials; put them under \`auth\``);
  }
  // Not through `searchParams`, which would spell the user's own part of the query anew.
  const added = query.map(([name, value]) => `${percentEncoded(name)}=${percentEncoded(value)}`);
  url.search = [url.search.slice(1), ...added].filter((part) => part !== '').join('&');
  return url;
}

/** A value as a segment of a path. */
export function pathSegment(value: string): string {
  // A URL parser takes such a segment for a step through the path, percent-encoded or not.
  if (value === '.' || value === '..')
    throw new RenderError(value, `the value "${value}" would change the path of the URL`);
  return percentEncoded(value);
}

function percentEncoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    throw new RenderError(text, `${JSON.stringify(text)} is not valid Unicode and can't stand in a URL`);
  }
}
