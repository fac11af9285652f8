import type { Visibility } from '../invariants/index.ts';
import { createDistribution, type Distribution } from './distribution.ts';
import type { InvariantReport, QuantilesMs } from './run-report.ts';

/** Adds up how soon writes became visible, in constant memory. */
export interface VisibilityRecord {
  add(visibility: Visibility | undefined): void;
  /** Nothing where nothing was measured. */
  report(): Pick<InvariantReport, 'visibility'>;
}

export function createVisibilityRecord(): VisibilityRecord {
  const notYetNs = createDistribution();
  const visibleNs = createDistribution();
  const steps = new Map<number, { reads: number; fresh: number }>();
  let pairs = 0;
  let unseen = 0;

  /** One that was never seen counts as seen after all others. */
  const visibleQuantiles = (): Partial<QuantilesMs> => {
    const seen = pairs - unseen;
    const ms = (percent: number) => {
      const rank = Math.ceil((percent * pairs) / 100);
      return rank > seen ? undefined : visibleNs.quantile((100 * rank) / seen) / 1e6;
    };
    const [p50Ms, p95Ms] = [ms(50), ms(95)];
    return {
      ...(p50Ms !== undefined && { p50Ms }),
      ...(p95Ms !== undefined && { p95Ms }),
      ...(unseen === 0 && { maxMs: visibleNs.max / 1e6 }),
    };
  };

  return {
    add(visibility) {
      if (visibility === undefined) return;
      for (const bracket of visibility.brackets) {
        pairs += 1;
        notYetNs.record(wholeNs(bracket.notYetNs));
        if (bracket.visibleNs === undefined) unseen += 1;
        else visibleNs.record(wholeNs(bracket.visibleNs));
      }
      for (const { fromNs, reads, fresh } of visibility.freshness) {
        const step = steps.get(fromNs) ?? { reads: 0, fresh: 0 };
        steps.set(fromNs, { reads: step.reads + reads, fresh: step.fresh + fresh });
      }
    },
    report() {
      if (pairs === 0) return {};
      const freshness = [...steps]
        .sort(([a], [b]) => a - b)
        .map(([fromNs, step]) => ({ fromMs: fromNs / 1e6, ...step }));
      return { visibility: { pairs, unseen, notYet: quantiles(notYetNs), visible: visibleQuantiles(), freshness } };
    },
  };
}

/** What was visible before it was acknowledged was so at once. */
function wholeNs(ns = 0): number {
  return Math.max(0, Math.round(ns));
}

function quantiles(distribution: Distribution): QuantilesMs {
  return {
    p50Ms: distribution.quantile(50) / 1e6,
    p95Ms: distribution.quantile(95) / 1e6,
    maxMs: distribution.max / 1e6,
  };
}
