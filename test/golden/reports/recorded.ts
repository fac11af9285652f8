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
    templates: () => ({
      prepare: [
        {
          request: 'POST /events',
          headers: { authorization: 'Bearer {{ secrets.adminToken }}' },
          json: { stock: 1 },
          capture: { event: '$.id' },
        },
      ],
      requests: {
        buy: { request: 'POST /events/{{ event }}/purchases', json: { event: '{{ event }}', buyer: '{{ uuid() }}' } },
      },
      secrets: { adminToken: 'ADMIN_TOKEN' },
    }),
    latencies: () => latencyLog(rounds.map((at) => ({ ...at, scenario: scenarios[at.scenario]?.name ?? '' }))),
  };
}

function roundOf(round: number, operations: readonly Operation[]): RecordedRound['round'] {
  return {
    round,
    kind: 'race',
    startedAtNs: 0,
    operations,
    prepared: [
      {
        place: 0,
        name: 'put one ticket on sale',
        sent: {
          method: 'POST',
          url: 'http://127.0.0.1:4100/racy/tickets/events',
          headers: [['authorization', '[redacted]']],
          body: '{"stock":1}',
          bodyBytes: 11,
        },
        status: 201,
        captured: { event: 42 },
      },
    ],
    initial: {},
    final: {},
    unsettled: false,
    timing: { spreadNs: 200_000, earlyAnswers: 0, maxInFlight: operations.length },
    delivery: { method: 'last-byte', protocol: 'http/1.1', hold: 'headers', threads: 1, connections: 'warm' },
  };
}
