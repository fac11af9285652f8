import type { RoundHistory } from '../history/history.ts';
import { operationWithoutCredentials } from '../history/redact.ts';
import { type CheckResult, ifNever, type InvariantSpec } from '../invariants/index.ts';
import { plural } from '../support/plural.ts';
import { breachOf, witnessFirst } from './breach.ts';
import type { Violation } from './round-report.ts';
import type { InvariantReport } from './run-report.ts';
import { seenInSome } from './some-round.ts';
import { createVisibilityRecord } from './visibility-record.ts';

/** What the rounds said about one invariant; keeps the first violation and counts the rest. */
export interface InvariantRecord {
  readonly spec: InvariantSpec;
  /** It broke even one at a time, so the race rounds have nothing to say about it. */
  readonly serial: boolean;
  /** One round in which it holds is enough: no single round can break it, and the baseline has nothing to say. */
  readonly onceIsEnough: boolean;
  addBaseline(result: CheckResult, history: RoundHistory): void;
  addRound(result: CheckResult, history: RoundHistory, valid: boolean): void;
  /** Valid rounds in which it held. */
  readonly held: number;
  report(run: RunFacts): InvariantReport;
}

/** What the verdict of every invariant depends on besides its own rounds. */
export interface RunFacts {
  readonly planned: number;
  readonly valid: number;
  /** It came to its end: neither interrupted nor given up. */
  readonly complete: boolean;
  /** Why no invariant of this run can be called held, whatever its rounds say. */
  readonly neverHeld?: string;
}

export function createInvariantRecord(spec: InvariantSpec): InvariantRecord {
  const counts = { held: 0, violated: 0, inconclusive: 0 };
  const otherwise = ifNever(spec);
  const visibility = createVisibilityRecord();
  /** Rounds in which it held, whose timing was too poor to count. */
  let poor = 0;
  let baseline: CheckResult['verdict'] | undefined;
  let first: Violation | undefined;
  let doubt: string | undefined;
  let details: readonly string[] | undefined;

  return {
    spec,
    get serial() {
      return baseline === 'violated';
    },
    onceIsEnough: otherwise !== undefined,
    get held() {
      return counts.held;
    },
    addBaseline(result, history) {
      baseline = result.verdict;
      if (result.verdict === 'violated') first = violation(spec.name, result, history, true);
    },
    addRound(result, history, valid) {
      visibility.add(result.visibility);
      if (result.verdict !== 'violated') details = result.details ?? details;
      if (result.verdict === 'violated') {
        counts.violated += 1;
        first ??= violation(spec.name, result, history, valid);
      } else if (result.verdict === 'inconclusive') {
        counts.inconclusive += 1;
        doubt ??= `round ${history.round}: ${result.because}`;
      } else if (valid) {
        counts.held += 1;
      } else {
        poor += 1;
      }
    },
    report(run) {
      const known = {
        name: spec.name,
        kind: spec.kind,
        ...counts,
        ...(spec.message !== undefined && { message: spec.message }),
        ...(details !== undefined && { details }),
        ...visibility.report(),
      };
      if (otherwise !== undefined)
        return { ...known, ...seenInSome({ ...counts, poor }, otherwise, run, first, doubt) };
      if (first !== undefined) {
        // Without a baseline in which it held, nobody knows whether it takes a race to break it.
        const cause = baseline === 'violated' ? 'serial' : baseline === 'held' ? 'race' : undefined;
        return { ...known, verdict: 'violated', ...(cause !== undefined && { cause }), first };
      }
      const because = run.neverHeld ?? tooFew(counts.held, run, doubt);
      return because === undefined ? { ...known, verdict: 'held' } : { ...known, verdict: 'inconclusive', because };
    },
  };
}

/** Held takes at least half of the planned rounds, and at least one. */
function tooFew(held: number, { planned, valid }: RunFacts, doubt: string | undefined): string | undefined {
  const needed = Math.max(1, Math.ceil(planned / 2));
  if (held >= needed) return undefined;
  if (valid >= needed && doubt !== undefined)
    return `undecided in ${valid - held} of ${plural(valid, 'valid round')}; ${doubt}`;
  return `held in ${held} of ${plural(planned, 'planned round')}, at least ${needed} valid ones are needed${doubt === undefined ? '' : `; ${doubt}`}`;
}

/** More operations than this are no evidence that a person would read. */
const mostOperations = 20;

function violation(
  name: string,
  result: CheckResult & { readonly verdict: 'violated' },
  { round, timing, operations }: RoundHistory,
  valid: boolean,
): Violation {
  return {
    ...breachOf(name, result, operations),
    round,
    valid,
    spreadUs: timing.spreadNs / 1000,
    operations: witnessFirst(result.witness, operations).slice(0, mostOperations).map(operationWithoutCredentials),
  };
}
