import type { IncomingHttpHeaders } from 'node:http';
import type { Json } from '../../support/json.ts';

export interface LabRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Names are in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** Parsed JSON, not yet checked. */
  readonly body: unknown;
}

export interface Reply {
  readonly status: number;
  readonly json: Json;
  /** Beside those of every answer. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a browser shows. */
export interface Page {
  readonly status: number;
  readonly html: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler<Answer = Reply> = (request: LabRequest) => Promise<Answer> | Answer;

/** Handlers by request line, such as `GET /events/:id`. `:id` stands for a whole number, any other `:name` for any text. */
export type Routes<Answer = Reply> = Readonly<Record<string, Handler<Answer>>>;

export interface Match {
  readonly handler: Handler<Reply | Page>;
  readonly params: Readonly<Record<string, string>>;
}

/** The route that a method and a path lead to. Throws `URIError` for a path with broken percent signs. */
export type Router = (method: string, path: string) => Match | undefined;

export function router(routes: Routes<Reply | Page>): Router {
  const compiled = Object.entries(routes).map(([line, handler]) => ({ pattern: patternOf(line), handler }));
  return (method, path) => {
    for (const { pattern, handler } of compiled) {
      const match = pattern.exec(`${method} ${path}`);
      if (match !== null) return { handler, params: decoded(match.groups ?? {}) };
    }
    return undefined;
  };
}

/** The same routes, beneath a path. */
export function beneath(prefix: string, routes: Routes): Routes {
  return Object.fromEntries(
    Object.entries(routes).map(([line, handler]) => [line.replace(' ', ` ${prefix}`), handler] as const),
  );
}

function patternOf(line: string): RegExp {
  const source = line.replaceAll(/:(\w+)/g, (_, name: string) => `(?<${name}>${name === 'id' ? '\\d{1,9}' : '[^/]+'})`);
  return new RegExp(`^${source}$`);
}

function decoded(groups: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]));
}
