import type { HttpRequest, Origin } from '../history/request.ts';

/** Refuses a request before its first packet. */
export interface Guard {
  /** Undefined when the request may be sent (and is counted); else the reason why not. */
  refusal(request: HttpRequest): string | undefined;
  /** The same guard without its budget, for what must be sent whatever happened. */
  beyondBudget(): Guard;
  /** Counts harmless requests of the tool's own, which come on top of the budget: nobody can tell their number beforehand. */
  count(requests: number): void;
  /** Requests so far, admitted and harmless ones. */
  readonly sent: () => number;
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?|.+\.localhost)$/i;

/** Loopback is always allowed; any other host only by a pattern of the project file or of `--allow-host`, where `*` stands for any label. */
export function isAllowedHost(hostname: string, patterns: readonly string[]): boolean {
  return loopback.test(hostname) || patterns.some((pattern) => hostPattern(pattern).test(hostname));
}

function hostPattern(pattern: string): RegExp {
  const labels = pattern.split('.').map((label) => (label === '*' ? '[^.]+' : label.replace(/[^A-Za-z0-9-]/g, '\\$&')));
  return new RegExp(`^${labels.join('\\.')}$`, 'i');
}

/** Holds a run to its hosts and to its budget of requests, retries included. */
export function createGuard(allowHosts: readonly string[], maxRequests: number): Guard {
  let admitted = 0;
  let harmless = 0;
  const within = (budget: number): Guard => ({
    sent: () => admitted + harmless,
    beyondBudget: () => within(Number.POSITIVE_INFINITY),
    count(requests) {
      harmless += requests;
    },
    refusal({ origin }) {
      const refused = refusedHost(origin, allowHosts);
      if (refused !== undefined) return refused;
      if (admitted >= budget) {
        return `the budget of ${budget} requests is spent; raise guard.maxRequests in racehound.yaml, or pass --max-requests`;
      }
      admitted += 1;
      return undefined;
    },
  });
  return within(maxRequests);
}

/** Why an origin may not be tested, with the remedy; undefined when it may. Both the host that is told and the one that is dialled count. */
export function refusedHost(
  { hostname, connectTo }: Pick<Origin, 'hostname' | 'connectTo'>,
  allowHosts: readonly string[],
): string | undefined {
  const refused = [hostname, connectTo?.replace(/:\d+$/, '')].find(
    (host) => host !== undefined && !isAllowedHost(host, allowHosts),
  );
  if (refused === undefined) return undefined;
  return `the host ${refused} is neither loopback nor allowed; add it to guard.allowHosts in racehound.yaml, or pass --allow-host ${refused}`;
}
