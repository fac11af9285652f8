import type { MethodName } from '../history/delivery.ts';
import type { RoundHistory } from '../history/history.ts';
import type { ScenarioCommit } from '../history/scenario-commit.ts';
import { type InvariantSpec, judgeRound } from '../invariants/index.ts';
import { clopperPearson, rateBelowAfterNone } from '../support/binomial.ts';
import { judgeBaseline } from './baseline.ts';
import { becauseOf } from './because.ts';
import { createDeliveryRecords } from './delivery-records.ts';
import { doubtsOf } from './doubts.ts';
import { createFailureCounts } from './failure-counts.ts';
import { interruptedText, stoppedText, whyNeverHeld } from './hunt-end.ts';
import { createInvariantRecord, type InvariantRecord } from './invariant-record.ts';
import { createKeptRounds } from './kept-rounds.ts';
import { createMeasurements } from './measurements.ts';
import { createOutcomePatterns } from './outcome-patterns.ts';
import { createRoundRows } from './round-rows.ts';
import type { Judgement } from './round-verdict.ts';
import type { BaselineReport, Place, RoundCounts, ScenarioReport } from './run-report.ts';
import { createSerialWatch } from './serial-service.ts';
import { createSilenceWatch } from './silence.ts';
import { type Validity, validity, whyUnjudged } from './validity.ts';
import { mergeVerdicts } from './verdict.ts';

/** What is known of a scenario before its first round. */
export interface JudgeInput {
  readonly name: string;
  readonly file: string;
  readonly target: string;
  /** Not judged by, but recorded with the rest: the facts of a hunt are kept, so that it can be judged again. */
  readonly seed: number;
  readonly roundsPlanned: number;
  readonly windowNs: number;
  readonly members: number;
  /** The method that the scenario pinned, or `auto`. */
  readonly sync: 'auto' | MethodName;
  /** How the method was chosen, one sentence each. */
  readonly wire: readonly string[];
  /** The command line that hunts the same plan again. */
  readonly replay: string;
  /** The command line that fires one of its rounds again, without the round's number. */
  readonly replayRun?: string;
  /** All rounds are this one, fired again. */
  readonly replayOf?: { readonly run: string; readonly round: number };
  readonly invariants: readonly InvariantSpec[];
  /** Where each of them stands in the file. */
  readonly places?: readonly Place[];
  /** The file as a path below the root of its repository. */
  readonly repositoryFile?: string;
  /** The scenario's outcomes in their order; they lead in every list of counts. */
  readonly outcomes: readonly string[];
  /** Where a trace can be looked at, with `{traceId}` in place of its id. */
  readonly traceUrl?: string;
  readonly priorityRefused?: string;
  readonly commit?: ScenarioCommit;
}

/** What is known only when the hunt is over. */
export interface HuntTotals {
  readonly requests: number;
  readonly durationMs: number;
  readonly interrupted: boolean;
  /** Why the hunt gave up before its last round; may have happened outside of every round. */
  readonly untestable?: string;
  /** Why it ended before its last round without trouble. */
  readonly cutShort?: string;
}

/** What one round came to: for live progress, and to stop at the first violation. */
export interface RoundFinding {
  readonly validity: Validity;
  /** It broke at least one invariant. */
  readonly violated: boolean;
}

/** Judges the rounds of a scenario as they come, the baseline first, and keeps few of them. */
export interface Judge {
  add(history: RoundHistory): RoundFinding;
  report(totals: HuntTotals): ScenarioReport;
}

/** Judges all rounds of a recorded scenario. */
export function judgeScenario(input: JudgeInput & HuntTotals, rounds: readonly RoundHistory[]): ScenarioReport {
  const judge = createJudge(input);
  for (const round of rounds) judge.add(round);
  return judge.report(input);
}

/** The rules are those of DESIGN, section 4: violations always count, `held` takes valid rounds, a serial failure is no race. */
export function createJudge(input: JudgeInput): Judge {
  const records = input.invariants.map(createInvariantRecord);
  const measurements = createMeasurements();
  const patterns = createOutcomePatterns(input.outcomes);
  const serialWatch = createSerialWatch();
  const deliveries = createDeliveryRecords();
  const rows = createRoundRows(input.outcomes);
  const kept = createKeptRounds();
  const failures = createFailureCounts();
  const silence = createSilenceWatch();
  let roundsViolated = 0;
  let firstUnjudged: string | undefined;
  let baseline: BaselineReport | undefined;
  let serialRound: RoundHistory | undefined;
  let unprepared = false;

  function addBaseline(history: RoundHistory): RoundFinding {
    const unjudged = whyUnjudged(history);
    // A lack of time is no trouble of the target's: it is told as what cut the hunt short.
    if (!history.trouble?.outOfTime) firstUnjudged ??= unjudged;
    if (unjudged === undefined) {
      serialWatch.addBaseline(history);
      serialRound = history;
    }
    const { report, judgements } = judgeBaseline(records, history, input.outcomes);
    baseline = report;
    const worth: Validity = unjudged === undefined ? { kind: 'valid' } : { kind: 'unjudged', because: unjudged };
    kept.add(history, worth, judgements);
    return { validity: worth, violated: report.verdict === 'violated' };
  }

  function addRace(history: RoundHistory): RoundFinding {
    const worth = validity(history, input.windowNs, input.sync);
    measurements.add(history, worth);
    if (worth.kind === 'unjudged') {
      deliveries.add(history, worth, false);
      firstUnjudged ??= worth.because;
      keep(history, worth, []);
      return { validity: worth, violated: false };
    }
    serialWatch.addRound(history);
    const results = records
      .filter(({ serial }) => !serial)
      .map((record) => {
        const result = judgeRound(record.spec, history, serialRound);
        record.addRound(result, history, worth.kind === 'valid');
        return { record, result };
      });
    const judgements = results
      .filter(({ record }) => !record.onceIsEnough)
      .map(({ record, result }): Judgement => ({ invariant: record.spec.name, result }));
    const violated = judgements.some(({ result }) => result.verdict === 'violated');
    keep(history, worth, judgements);
    if (violated) roundsViolated += 1;
    patterns.add(history, violated);
    deliveries.add(history, worth, violated);
    return { validity: worth, violated };
  }

  function keep(history: RoundHistory, worth: Validity, judgements: readonly Judgement[]): void {
    rows.add(history, worth, judgements);
    kept.add(history, worth, judgements);
  }

  return {
    add(history) {
      failures.add(history);
      silence.add(history);
      unprepared ||= history.prepared?.length === 0;
      return history.kind === 'baseline' ? addBaseline(history) : addRace(history);
    },

    report({ requests, durationMs, interrupted, untestable: gaveUp, cutShort }) {
      const { counts } = measurements;
      const judged = counts.valid + counts.invalid;
      const serial = records.some((record) => record.serial);
      const untestable = gaveUp ?? (judged === 0 && !serial && !interrupted ? firstUnjudged : undefined);
      const planned = input.roundsPlanned;
      const neverHeld = whyNeverHeld({ untestable, interrupted, judged, planned, ok: counts.ok, unprepared });
      const run = {
        planned,
        valid: counts.valid,
        complete: untestable === undefined && !interrupted && cutShort === undefined,
        ...(neverHeld !== undefined && { neverHeld }),
      };
      const invariants = records.map((record, index) => {
        const place = input.places?.[index];
        return { ...record.report(run), ...(place !== undefined && { place }) };
      });
      const verdict = mergeVerdicts(invariants.map((invariant) => invariant.verdict));
      const rounds = roundCounts();
      // The baseline is no burst that could be fired again.
      const raced = invariants.flatMap(({ first }) => first?.round ?? []).find((round) => round > 0);
      const spread = measurements.spread(input.windowNs);
      const violated = verdict === 'violated';
      // A step that an interruption breaks off finds nobody either.
      const silent = interrupted ? undefined : silence.report();
      const stopped = silent && stoppedText(silent, rounds);
      const because = becauseOf(invariants, rounds, stopped ?? untestable, cutShort, input.replayOf, baseline);
      const endedEarly = untestable && `ended early: ${untestable}`;
      const interruption = interrupted ? interruptedText(judged, input.roundsPlanned) : undefined;
      return {
        name: input.name,
        file: input.file,
        ...(input.repositoryFile !== undefined && { repositoryFile: input.repositoryFile }),
        target: input.target,
        seed: input.seed,
        verdict,
        because: [because, ...(violated ? [stopped ?? endedEarly, interruption] : [])].filter(Boolean).join('; '),
        ...(untestable !== undefined && { untestable }),
        ...(cutShort !== undefined && { cutShort }),
        ...(interrupted && { interrupted }),
        rounds,
        invariants,
        ...(baseline !== undefined && { baseline }),
        outcomes: patterns.report(),
        failures: failures.commonest(),
        spread,
        latency: measurements.latency(),
        doubts: doubtsOf({
          counts,
          spread,
          planned: input.roundsPlanned,
          isReplay: input.replayOf !== undefined,
          violated,
          serialService: serialWatch.suspected,
          ended: untestable === undefined && !interrupted,
          failures: failures.commonest(),
          ...(silent !== undefined && { stopped: silent.since }),
          ...(cutShort !== undefined && { cutShort }),
          ...(input.priorityRefused !== undefined && { priorityRefused: input.priorityRefused }),
        }),
        members: input.members,
        requests,
        durationMs,
        wire: { choice: input.wire, deliveries: deliveries.report() },
        ...(input.traceUrl !== undefined && { traceUrl: input.traceUrl }),
        command: input.replay,
        replay:
          input.replayRun === undefined || raced === undefined ? input.replay : `${input.replayRun} --round ${raced}`,
        ...(input.replayOf !== undefined && { replayOf: input.replayOf }),
        ...(input.commit !== undefined && { commit: input.commit }),
        rows: rows.report(),
        kept: kept.report(),
      };
    },
  };

  function roundCounts(): RoundCounts {
    const { fired, valid, invalid, unjudged } = measurements.counts;
    const known = { planned: input.roundsPlanned, fired, valid, violated: roundsViolated, invalid, unjudged };
    if (roundsViolated > 0) return { ...known, rateBetween: clopperPearson(roundsViolated, valid + invalid) };
    const proven = fewestHeld(records);
    return proven === 0 ? known : { ...known, rateBelow: rateBelowAfterNone(proven) };
  }
}

/** The bound of a run rests on the invariant that was decided least often. */
function fewestHeld(records: readonly InvariantRecord[]): number {
  const held = records.filter(({ serial, onceIsEnough }) => !serial && !onceIsEnough).map((record) => record.held);
  return held.length === 0 ? 0 : Math.min(...held);
}
