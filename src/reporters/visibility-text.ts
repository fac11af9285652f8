import type { VisibilityReport } from '../analysis/run-report.ts';
import { duration, percent } from './words.ts';

/** How soon writes became visible, in two sentences. */
export function visibilityLines({ notYet, visible, freshness }: VisibilityReport): readonly string[] {
  const seen = [
    `half ${between(notYet.p50Ms, visible.p50Ms)}`,
    `95 % ${between(notYet.p95Ms, visible.p95Ms)}`,
    `the last ${between(notYet.maxMs, visible.maxMs)}`,
  ];
  const shares = untilAllFresh(freshness).map(
    ({ fromMs, reads, fresh }) => `${share(fresh, reads)} from ${fromMs === 0 ? '0' : duration(fromMs * 1e6)}`,
  );
  const sentences = [`visible after the acknowledgement: ${seen.join(', ')}`];
  return shares.length === 0 ? sentences : [...sentences, `fresh reads by the time since: ${shares.join(', ')}`];
}

function between(fromMs: number, toMs: number | undefined): string {
  const from = duration(fromMs * 1e6);
  if (toMs === undefined) return fromMs === 0 ? 'never' : `not by ${from}`;
  return fromMs === 0 ? `by ${duration(toMs * 1e6)}` : `between ${from} and ${duration(toMs * 1e6)}`;
}

/** Of the steps at the end at which all reads are fresh, the first says it all. */
function untilAllFresh(freshness: VisibilityReport['freshness']): VisibilityReport['freshness'] {
  const lastStale = freshness.findLastIndex(({ reads, fresh }) => fresh < reads);
  return freshness.slice(0, lastStale + 2);
}

/** Only all are 100 %. */
function share(fresh: number, reads: number): string {
  return fresh === reads ? '100 %' : percent(Math.min(0.99, fresh / reads));
}
