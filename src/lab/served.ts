import type { Routes } from './http/router.ts';
import type { Twin } from './twin.ts';

/** Requests answered, by `<twin>/<service>`. */
export type Counts = Readonly<Record<string, number>>;

/** Counts what one instance serves. */
export class Served {
  #counts: Record<string, number> = {};
  total = 0;

  /** The same routes, counted. */
  counting(twin: Twin, service: string, routes: Routes): Routes {
    const name = countName(twin, service);
    return Object.fromEntries(
      Object.entries(routes).map(([line, handler]) => [
        line,
        (request) => {
          this.#counts[name] = (this.#counts[name] ?? 0) + 1;
          this.total += 1;
          return handler(request);
        },
      ]),
    );
  }

  counts(): Counts {
    return { ...this.#counts };
  }
}

export function countName(twin: Twin, service: string): string {
  return `${twin}/${service}`;
}
