import { mergeVerdicts, type RunReport, type ScenarioReport } from '../../../src/analysis/index.ts';
import type { Operation } from '../../../src/history/operation.ts';

function operation(
  member: number,
  releasedAtUs: number,
  doneAtUs: number,
  status: number | 'lost',
  outcome: string,
): Operation {
  const known = {
    member,
    request: 'buy',
    offsetNs: 0,
    limited: false,
    captures: {},
    missing: {},
    stagedAtNs: 0,
    releasedAtNs: releasedAtUs * 1e3,
    doneAtNs: doneAtUs * 1e3,
    outcome,
    sent: {
      method: 'POST',
      url: 'http://127.0.0.1:4100/racy/tickets/events/42/purchases',
      headers: [
        ['content-type', 'application/json'],
        ['x-racehound-member', String(member)],
      ] as const,
      body: `{"event":42,"buyer":"buyer-${member}"}`,
      bodyBytes: 32,
    },
    traceId: `7ace52c1f00d4e6b${String(member).repeat(16).slice(0, 16)}`,
  };
  if (status === 'lost')
    return {
      ...known,
      effect: 'info',
      failure: { kind: 'timeout', code: 'RACEHOUND_TIMEOUT', message: 'timed out: no full answer within 300 ms' },
    };
  return {
    ...known,
    effect: status < 300 ? 'ok' : 'fail',
    firstByteAtNs: doneAtUs * 950,
    answer: { status, headers: [], body: '', bodyBytes: 0 },
  };
}

export const heldScenario: ScenarioReport = {
  name: 'money leaves the wallet only once',
  file: 'scenarios/wallet.race.yaml',
  target: 'http://127.0.0.1:4100/mended/wallet',
  seed: 7,
  verdict: 'held',
  because: '0 violations in 60 valid rounds; the violation rate is below 4.9 % (95 % confidence)',
  rounds: { planned: 60, fired: 60, valid: 60, violated: 0, invalid: 0, unjudged: 0, rateBelow: 1 - 0.05 ** (1 / 60) },
  invariants: [
    {
      name: 'what was paid out is gone',
      kind: 'conserved',
      place: { line: 31, column: 5 },
      verdict: 'held',
      held: 60,
      violated: 0,
      inconclusive: 0,
    },
    { name: 'no errors', kind: 'noErrors', verdict: 'held', held: 60, violated: 0, inconclusive: 0 },
  ],
  baseline: { verdict: 'held', outcomes: { paid: 10, refused: 10 }, succeeded: 10 },
  outcomes: [{ counts: { paid: 10, refused: 10 }, rounds: 60, violated: false }],
  failures: [],
  spread: { p50Us: 180, p95Us: 420, maxUs: 1234, windowUs: 3000, inFlight: [20, 20] },
  latency: { p50Ms: 6.4, p95Ms: 10.6, p99Ms: 12, maxMs: 16.2 },
  doubts: [],
  members: 20,
  requests: 3566,
  durationMs: 9800,
  wire: {
    choice: ['pinned: last-byte over HTTP/1.1, held at the headers'],
    deliveries: [
      {
        method: 'last-byte',
        protocol: 'http/1.1',
        hold: 'headers',
        threads: 1,
        connections: 'warm',
        summary: 'last-byte over HTTP/1.1, held at the headers',
        fired: 60,
        valid: 60,
        violated: 0,
        spreadP50Us: 180,
      },
    ],
  },
  command: 'racehound run scenarios/wallet.race.yaml --seed 7 --rounds 60',
  replay: 'racehound run scenarios/wallet.race.yaml --seed 7 --rounds 60',
  rows: [],
  kept: [],
};

export const violatedScenario: ScenarioReport = {
  ...heldScenario,
  name: 'the last ticket is sold once',
  file: 'scenarios/tickets.race.yaml',
  traceUrl: 'https://tracing.example.com/trace/{traceId}',
  target: 'http://127.0.0.1:4100/racy/tickets',
  verdict: 'violated',
  because: '"one buyer gets the ticket" broke in 23 of 60 judged rounds, first in round 4',
  rounds: { planned: 60, fired: 60, valid: 59, violated: 23, invalid: 1, unjudged: 0, rateBetween: [0.26, 0.52] },
  invariants: [
    {
      name: 'one buyer gets the ticket',
      kind: 'count',
      place: { line: 34, column: 5 },
      verdict: 'violated',
      cause: 'race',
      held: 36,
      violated: 23,
      inconclusive: 0,
      message: 'more buyers were told "yours" than there were tickets',
      first: {
        invariant: 'one buyer gets the ticket',
        round: 4,
        expected: 'sold: exactly 1',
        measured: 'sold: 2',
        because: 'one effect is unknown, and it could only add to them',
        details: ['member 7 was told yours 1.2 ms before member 13'],
        witness: [7, 13],
        valid: true,
        spreadUs: 210,
        operations: [
          operation(7, 0, 41_200, 201, 'sold'),
          operation(13, 110, 44_000, 201, 'sold'),
          operation(2, 140, 38_000, 409, 'refused'),
          operation(5, 200, 30_000, 'lost', 'lost'),
        ],
      },
    },
    { name: 'no ticket number twice', kind: 'unique', verdict: 'held', held: 59, violated: 0, inconclusive: 0 },
  ],
  baseline: { verdict: 'held', outcomes: { sold: 1, refused: 19 }, succeeded: 1 },
  outcomes: [
    { counts: { sold: 1, refused: 19 }, rounds: 37, violated: false },
    { counts: { sold: 2, refused: 18 }, rounds: 23, violated: true },
  ],
  doubts: [
    {
      kind: 'wide-spread',
      fact: '1 of 60 rounds was released over more than the window of 3 ms',
      hint: 'run on a quieter machine or with fewer members',
    },
  ],
  command: 'racehound run scenarios/tickets.race.yaml --seed 7 --rounds 60',
  replay: 'racehound replay racehound-results/20261124T120000-7 --round 4',
};

export const inconclusiveScenario: ScenarioReport = {
  ...heldScenario,
  verdict: 'inconclusive',
  because: '"no errors": held in 12 valid rounds of 60 planned, at least 30 are needed',
  rounds: { planned: 60, fired: 60, valid: 12, violated: 0, invalid: 48, unjudged: 0, rateBelow: 0.22 },
  invariants: [
    {
      name: 'no errors',
      kind: 'noErrors',
      verdict: 'inconclusive',
      held: 12,
      violated: 0,
      inconclusive: 0,
      because: 'held in 12 valid rounds of 60 planned, at least 30 are needed',
    },
  ],
  doubts: [
    {
      kind: 'wide-spread',
      fact: '48 of 60 rounds were released over more than the window of 3 ms',
      hint: 'run on a quieter machine or with fewer members; or widen burst.window',
    },
  ],
};

export const serialScenario: ScenarioReport = {
  ...violatedScenario,
  replay: violatedScenario.command,
  because: '"one buyer gets the ticket" is broken even by one request at a time',
  rounds: { planned: 60, fired: 60, valid: 60, violated: 0, invalid: 0, unjudged: 0 },
  invariants: violatedScenario.invariants.map((invariant) =>
    invariant.first === undefined
      ? invariant
      : { ...invariant, cause: 'serial' as const, held: 0, violated: 0, first: { ...invariant.first, round: 0 } },
  ),
  baseline: { verdict: 'violated', outcomes: { sold: 20 }, succeeded: 20 },
  doubts: [],
};

export const untestableScenario: ScenarioReport = {
  ...heldScenario,
  verdict: 'inconclusive',
  because: 'could not be tested: prepare: POST /wallets: connect ECONNREFUSED 127.0.0.1:4100',
  untestable: 'prepare: POST /wallets: connect ECONNREFUSED 127.0.0.1:4100',
  rounds: { planned: 60, fired: 0, valid: 0, violated: 0, invalid: 0, unjudged: 0 },
  invariants: [
    {
      name: 'no errors',
      kind: 'noErrors',
      verdict: 'inconclusive',
      held: 0,
      violated: 0,
      inconclusive: 0,
      because: 'nothing was judged',
    },
  ],
  outcomes: [],
  spread: { p50Us: 0, p95Us: 0, maxUs: 0, windowUs: 3000, inFlight: [0, 0] },
  latency: { p50Ms: 0, p95Ms: 0, p99Ms: 0, maxMs: 0 },
  requests: 1,
};

export function runOf(scenarios: readonly ScenarioReport[]): RunReport {
  return {
    schemaVersion: 1,
    racehound: '0.1.0',
    run: '20261124T120000-7',
    startedAt: '2026-11-24T12:00:00.000Z',
    durationMs: 9800,
    verdict: mergeVerdicts(scenarios.map(({ verdict }) => verdict)),
    seed: 7,
    interrupted: false,
    results: 'racehound-results/20261124T120000-7',
    scenarios,
  };
}
