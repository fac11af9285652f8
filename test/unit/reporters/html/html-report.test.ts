import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createJudge, mergeReports, type RunReport } from '../../../../src/analysis/index.ts';
import type { RoundHistory } from '../../../../src/history/history.ts';
import { invariant } from '../../../../src/invariants/index.ts';
import { htmlReport } from '../../../../src/reporters/html/html-report.ts';
import type { PageData } from '../../../../src/reporters/html/page-data.ts';
import { heldScenario, inconclusiveScenario, runOf, untestableScenario } from '../../../golden/reports/examples.ts';
import { round } from '../../invariants/history-builder.ts';

/** A run of one scenario, judged from rounds in the mini-language. */
function judged(rounds: readonly RoundHistory[], name = 'the last ticket is sold once'): RunReport {
  const judge = createJudge({
    name,
    file: 'ticket.race.yaml',
    target: 'http://127.0.0.1:4100',
    seed: 7,
    roundsPlanned: rounds.length,
    windowNs: 1_000_000,
    members: 3,
    sync: 'auto',
    wire: [],
    replay: 'racehound run ticket.race.yaml --seed 7',
    invariants: [invariant.parse({ name: 'one winner', count: { of: 'sold', exactly: 1 } })],
    outcomes: ['sold', 'refused'],
    commit: { id: 'a'.repeat(40), file: 'changed' },
  });
  for (const each of rounds) judge.add(each);
  return runOf([judge.report({ requests: 10, durationMs: 1000, interrupted: false })]);
}

const serially = round('sold; refused; refused', { round: 0, kind: 'baseline' });
const held = round('sold ticket=7; refused; refused', { round: 1 });
const oversold = round('sold@1000-90000 ticket=7; sold@3000-95000 ticket=8; lost@2000-99000', {
  round: 2,
  initial: { stock: 1 },
  final: { stock: -1 },
});
const violated = judged([serially, held, oversold]);

/** What a reader without scripts sees, tags taken out. */
function readable(html: string): string {
  const body = html.replace(/^[^]*<body>|<script[^]*/g, '');
  return body.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

function dataOf(html: string): PageData {
  return JSON.parse(/id="page-data">(.*)<\/script>/.exec(html)?.[1] ?? '') as PageData;
}

describe('the HTML report', () => {
  const text = readable(htmlReport(violated));

  it('says first what the verdict is, which requests collided, when, and what each was told', () => {
    expect(text).toMatch(/VIOLATED|violated/);
    const order = [
      'the last ticket is sold once',
      'broke in 1 of 2 judged rounds',
      'What collided',
      'sold: exactly 1',
      'requests #0 and #1, in round 2',
      'released within 2 µs, in flight together for 87 µs',
      'When 2026-11-24 12:00:00.000 UTC',
      '#0 buy',
      '200 sold ticket 7',
      'What to do next',
      'racehound run ticket.race.yaml --seed 7',
    ].map((part) => text.indexOf(part));
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((one, other) => one - other));
  });

  it('draws the round that broke, the witness marked, and the unknown effect said', () => {
    expect(text).toContain('● witness #0');
    expect(text).toContain('lost effect unknown');
    expect(text).toContain('stock 1 -1');
  });

  it('names what it is a report of', () => {
    for (const fact of ['ticket.race.yaml', 'http://127.0.0.1:4100', `${'a'.repeat(40)}, the file has changed since`])
      expect(text).toContain(fact);
  });

  it('carries the kept rounds for the script, the one that is drawn among them', () => {
    const [scenario] = dataOf(htmlReport(violated)).scenarios;
    expect(scenario?.rounds.map(({ label }) => label)).toEqual([
      'baseline, one at a time: held',
      'round 1: held',
      'round 2: violated',
    ]);
    expect(scenario?.shown).toBe(2);
  });

  it('lets only its own script and style run, by their hashes', () => {
    const html = htmlReport(violated);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    const parts = /<style>([^]*?)<\/style>[^]*<script type="module">([^]*?)<\/script>/.exec(html);
    for (const part of [parts?.[1], parts?.[2]]) {
      expect(part).toBeTruthy();
      expect(policy).toContain(
        `'sha256-${createHash('sha256')
          .update(part ?? '')
          .digest('base64')}'`,
      );
    }
  });

  it('has one page for every kind of run', () => {
    const pages = [heldScenario, inconclusiveScenario, untestableScenario].map((each) =>
      readable(htmlReport(runOf([each]))),
    );
    expect(pages[0]).toContain('No violation in 60 valid rounds. That is no proof that there is none.');
    expect(pages[1]).toContain('Nothing is proven');
    expect(pages[1]).toContain('Reasons to doubt');
    expect(pages[2]).toContain('connect ECONNREFUSED');
    expect(readable(htmlReport(runOf([])))).toContain('No scenario was run.');
    expect(readable(htmlReport({ ...runOf([heldScenario]), interrupted: true }))).toContain('(interrupted)');
    expect(readable(htmlReport(runOf([heldScenario, inconclusiveScenario])))).toContain('Scenarios of this run');
  });
});

it('keeps merged runs apart: each scenario has its own seed, and its times count from its own start', () => {
  const later = { ...violated, run: 'later', startedAt: '2026-11-25T08:00:00.000Z' };
  const text = readable(htmlReport(mergeReports([violated, later])));
  expect(text).toContain('Merged from 2 runs');
  expect(text).toContain('When 2026-11-24 12:00:00.000 UTC');
  expect(text).toContain('When 2026-11-25 08:00:00.000 UTC');
  expect(text).toContain('Run later');
});

it('tells how to fire the round again, and what to run once the service is mended', () => {
  const scenarios = violated.scenarios.map((each) => ({ ...each, replay: 'racehound replay runs/1 --round 2' }));
  const text = readable(htmlReport({ ...violated, scenarios }));
  expect(text).toContain('That round, fired again and again: racehound replay runs/1 --round 2');
  expect(text).toContain('Once it is mended, the whole hunt: racehound run ticket.race.yaml --seed 7');
});

it('shows how soon writes were seen, where that was measured', () => {
  const quantiles = { p50Ms: 3, p95Ms: 31, maxMs: 304 };
  const freshness = [{ fromMs: 200, reads: 90, fresh: 45 }];
  const visibility = { pairs: 90, unseen: 2, notYet: quantiles, visible: quantiles, freshness };
  const measured = { ...heldScenario, invariants: heldScenario.invariants.map((each) => ({ ...each, visibility })) };
  const text = readable(htmlReport(runOf([measured])));
  expect(text).toContain('visible after the acknowledgement: half between 3 ms and 3 ms');
  expect(text).toMatch(/90 pairs of a write and an instance; 2 never seen.*from 200 ms 90 45/);
});

describe('a hostile answer in the HTML report', () => {
  const attack = '</script><script>alert(1)</script><!-- --> \u2028\u0000\u202e"\'&<img src=x onerror=alert(1)>';
  const hostile = {
    ...oversold,
    final: { [attack]: attack },
    operations: oversold.operations.map((operation) => ({
      ...operation,
      request: attack,
      captures: { [attack]: attack },
      ...(operation.answer !== undefined && {
        answer: { status: 200, headers: [[attack, attack] as const], body: attack, bodyBytes: attack.length },
      }),
    })),
  };
  const html = htmlReport(judged([hostile], attack));

  it('becomes neither an element nor an end of the script', () => {
    expect(html.match(/<script\b/g)).toHaveLength(2);
    expect(html).not.toMatch(/<img|<!--/);
    expect(/[\u0000\u2028\u202e]/.test(html)).toBe(false);
  });

  it('can be read, every invisible character named', () => {
    expect(html).toContain('&lt;/script&gt;&lt;script&gt;alert(1)');
    expect(html).toContain('&lt;U+202E&gt;');
  });

  it('keeps every digit of a captured number', () => {
    const big = {
      ...oversold,
      operations: oversold.operations.map((each) => ({ ...each, captures: { id: 9007199254740993n } })),
    };
    expect(htmlReport(judged([big]))).toContain('id 9007199254740993');
  });
});

describe('the size of the HTML report', () => {
  it('stays below 5 MB for 500 rounds of 100 members with the worst of answers', () => {
    const body = '{"<":"\u0001"}'.repeat(8000);
    const rounds = Array.from({ length: 500 }, (_, place) => {
      const many = round(
        Array.from({ length: 100 }, (_unused, member) => `sold@${member}-${90_000 + member}`).join(';'),
        {
          round: place + 1,
        },
      );
      return {
        ...many,
        operations: many.operations.map((operation) => ({
          ...operation,
          answer: { status: 200, headers: [['x', 'y'.repeat(500)] as const], body, bodyBytes: body.length },
        })),
      };
    });
    expect(Buffer.byteLength(htmlReport(judged(rounds)))).toBeLessThan(5e6);
  });
});
