import { latencyLog, type RunReport } from '../../../src/analysis/index.ts';
import type { Operation } from '../../../src/history/operation.ts';
import type { Recorded, RecordedRound } from '../../../src/reporters/index.ts';

/** The operations of every first violation, as if they were the rounds of a recorded run. */
export function recordedOf({ run, startedAt, scenarios }: RunReport): Recorded {
  const startedAtMs = Date.parse(startedAt);
  const rounds = scenarios.flatMap(({ invariants }, scenario): readonly RecordedRound[] =>
    invariants.flatMap(({ first }) =>
      first === undefined ? [] : [{ scenario, run, startedAtMs, round: roundOf(first.round, first.operations) }],
    ),
  );
  return {
    rounds: () => rounds,
    latencies: () => latencyLog(rounds.map((at) => ({ ...at, scenario: scenarios[at.scenario]?.name ?? '' }))),
  };
}

function roundOf(round: number, operations: readonly Operation[]): RecordedRound['round'] {
  return {
    round,
    kind: 'race',
    startedAtNs: 0,
    operations,
    initial: {},
    final: {},
    unsettled: false,
    timing: { spreadNs: 200_000, earlyAnswers: 0, maxInFlight: operations.length },
    delivery: { method: 'last-byte', protocol: 'http/1.1', hold: 'headers', threads: 1, connections: 'warm' },
  };
}
