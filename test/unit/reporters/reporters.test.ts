import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Chalk } from 'chalk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KeptRound, mergeReports, type ScenarioReport } from '../../../src/analysis/index.ts';
import type { Operation } from '../../../src/history/operation.ts';
import { jsonReport } from '../../../src/reporters/json.ts';
import { timeLine } from '../../../src/reporters/time-line.ts';
import { scenarioText } from '../../../src/reporters/scenario-text.ts';
import { duration, shorten, tally } from '../../../src/reporters/words.ts';
import { heldScenario, runOf, violatedScenario } from '../../golden/reports/examples.ts';

const operations = violatedScenario.invariants[0]?.first?.operations ?? [];

describe('the time line', () => {
  it('marks the witness, and leaves the end of an unknown outcome open', () => {
    const lanes = timeLine(operations, new Set([7, 13]), 100);
    expect(lanes.map((lane) => lane.startsWith('●'))).toEqual([true, true, false, false, false]);
    expect(lanes[3]).toContain('→');
    expect(lanes[3]).toContain('timeout lost');
  });

  it('has nothing to draw when no member was released', () => {
    expect(timeLine([], new Set(), 100)).toEqual([]);
  });

  it('keeps every lane as long as the others', () => {
    const lengths = timeLine(operations, new Set(), 80)
      .slice(0, -1)
      .map((lane) => lane.indexOf('├'));
    expect(Math.min(...lengths)).toBeGreaterThan(0);
  });
});

describe('a scenario on the terminal', () => {
  it('says of what must be true once in how many rounds it was', () => {
    const [invariant] = heldScenario.invariants;
    if (invariant === undefined) throw new Error('the example has an invariant');
    const once = { ...invariant, kind: 'sometimes', name: 'the herd came', held: 4, violated: 6, inconclusive: 0 };
    const text = scenarioText({ ...heldScenario, invariants: [once] }, { paint: new Chalk({ level: 0 }), width: 100 });
    expect(text).toMatch(/✓ the herd came +true in 4 rounds, not in 6/);
  });

  it('shows the whole of what was measured, on as many lines as it takes', () => {
    const measured = Array.from({ length: 40 }, (_, place) => `word${place}`).join(' ');
    const invariants = violatedScenario.invariants.map((invariant) =>
      invariant.first === undefined ? invariant : { ...invariant, first: { ...invariant.first, measured } },
    );
    const text = scenarioText({ ...violatedScenario, invariants }, { paint: new Chalk({ level: 0 }), width: 100 });
    expect(
      text
        .split('\n')
        .filter((line) => line.includes('word'))
        .map((line) => line.trim().replace(/^measured +/, ''))
        .join(' '),
    ).toBe(measured);
  });
});

describe('what a scenario measured, on a narrow terminal', () => {
  it('is broken at spaces', () => {
    const text = scenarioText(heldScenario, { paint: new Chalk({ level: 0 }), width: 60 });
    const facts = text.split('\n').filter((line) => /^ {2}(rounds|baseline|spread|wire|latency) /.test(line));
    expect(facts.length).toBeGreaterThan(3);
    expect(text.split('\n').filter((line) => line.length > 60 && !line.includes(' → '))).toEqual([]);
  });
});

describe('an answer that no outcome describes', () => {
  const [operation] = operations;
  if (operation?.sent === undefined) throw new Error('the example has an operation');
  const url = 'http://127.0.0.1:4100/safe%2Fcoupons/redeem';
  const answered = (body: string): Operation => ({
    ...operation,
    outcome: 'unexpected',
    sent: { method: 'POST', url, headers: [], bodyBytes: 0 },
    answer: { status: 404, headers: [], body, bodyBytes: body.length },
  });
  const textOf = (body: string, operationsOfRound = [answered(''), answered(body)]) => {
    const round: KeptRound = {
      ...{ round: 1, kind: 'race', verdict: 'inconclusive', validity: 'valid', spreadUs: 1, maxInFlight: 2 },
      ...{ broken: [], initial: {}, final: {}, operations: operationsOfRound, whole: [1], operationsLeftOut: 0 },
    };
    return scenarioText({ ...heldScenario, kept: [round] }, { paint: new Chalk({ level: 0 }), width: 140 });
  };

  it('is shown once, with what was asked and the start of the body', () => {
    expect(textOf('{\n  "error": "no such route"\n}')).toContain(
      `  unexpected such as POST ${url}: 404 { "error": "no such route" }\n`,
    );
    expect(textOf('x'.repeat(5000)).length).toBeLessThan(2000);
  });

  it('can not steer the terminal', () => {
    expect(textOf('\u001b[31mred')).not.toContain('\u001b');
  });

  it('is not shown where every answer has an outcome, but where nobody succeeded', () => {
    expect(textOf('', [operation])).not.toContain('such as');
    const refused = { ...answered('no folder'), outcome: 'refused', effect: 'fail' } as const;
    expect(textOf('', [operation, refused])).not.toContain('such as');
    expect(
      textOf(
        '',
        [answered(''), refused].map((each) => ({ ...each, outcome: 'refused', effect: 'fail' as const })),
      ),
    ).toContain(`  answers    such as POST ${url}: 404 no folder\n`);
  });
});

describe('a witness of one', () => {
  it('proves it', () => {
    const invariants = violatedScenario.invariants.map((invariant) =>
      invariant.first === undefined ? invariant : { ...invariant, first: { ...invariant.first, witness: [7] } },
    );
    const text = scenarioText({ ...violatedScenario, invariants }, { paint: new Chalk({ level: 0 }), width: 100 });
    expect(text).toContain('● the witness: 1 request that proves it');
  });
});

describe('the JSON report', () => {
  const page = readFileSync(resolve(import.meta.dirname, '../../../src/reporters/REPORT.md'), 'utf8');
  /** Fields in the first column of the tables for the run and for a scenario. */
  const [ofRun = [], ofScenario = []] = page.split('Each of `scenarios[]`:').map((part) =>
    part
      .split('\n\n')
      .filter((block) => block.startsWith('| field'))
      .slice(0, 1)
      .flatMap((table) => [...table.matchAll(/^\|(.*?)\|/gm)])
      .flatMap(([, cell = '']) => [...cell.matchAll(/`(\w+)(?:\[\])?`/g)].map(([, field = '']) => field)),
  );
  // `Required` keeps this in step with the type.
  const whole: Required<ScenarioReport> = {
    ...violatedScenario,
    ...{ repositoryFile: 'a', run: 'b', untestable: 'c', cutShort: 'd', interrupted: true, traceUrl: 'e' },
    baseline: violatedScenario.baseline ?? { verdict: 'held', outcomes: {}, succeeded: 0 },
    replayOf: { run: 'b', round: 1 },
    commit: { id: 'f', file: 'same' },
  };

  it('has every top-level field that its page describes, and describes every field that it has', () => {
    const merged = mergeReports([runOf([whole]), runOf([heldScenario])]);
    const report = JSON.parse(jsonReport(merged)) as Record<string, unknown>;
    const scenarios = JSON.parse(jsonReport(runOf([whole]))) as { readonly scenarios: readonly [object] };
    expect(new Set(ofRun)).toEqual(new Set(Object.keys(report)));
    expect(new Set(ofScenario)).toEqual(new Set(Object.keys(scenarios.scenarios[0])));
  });

  it('keeps every digit of a captured number', () => {
    const first = violatedScenario.invariants[0]?.first;
    const captured = operations.map((operation) => ({ ...operation, captures: { id: 9007199254740993n } }));
    const report = runOf([
      {
        ...violatedScenario,
        invariants: violatedScenario.invariants.map((invariant) =>
          invariant.first === undefined || first === undefined
            ? invariant
            : { ...invariant, first: { ...first, operations: captured } },
        ),
      },
    ]);
    expect(jsonReport(report)).toContain('9007199254740993');
  });
});

describe('the words of the reports', () => {
  it('choose the unit that a person would', () => {
    expect([0, 999, 210_400, 1_234_000, 45_600_000, 2_300_000_000].map(duration)).toEqual([
      '0 µs',
      '1 µs',
      '210 µs',
      '1.2 ms',
      '45.6 ms',
      '2.3 s',
    ]);
  });

  it('leave outcomes that did not occur out of a tally', () => {
    expect(tally({ sold: 2, refused: 0, lost: 1 })).toBe('sold 2, lost 1');
    expect(tally({})).toBe('no answers');
  });

  it('let no control character through, and keep to the width', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 80 }), (text, width) => {
        expect(shorten(text, 500)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202e]/);
        expect(shorten(text, width).length).toBeLessThanOrEqual(width);
      }),
    );
  });
});
