import { describe, expect, it } from 'vitest';
import type { KeptRound } from '../../../../src/analysis/round-report.ts';
import type { RoundHistory } from '../../../../src/history/history.ts';
import { exchangeOf } from '../../../../src/reporters/html/exchange.ts';
import { hasInstances, instancesTable } from '../../../../src/reporters/html/instances.ts';
import { lanesTable, releaseView, wholeView } from '../../../../src/reporters/html/lanes.ts';
import { pageRound, traceView } from '../../../../src/reporters/html/page-round.ts';
import { roundsFigure } from '../../../../src/reporters/html/rounds-figure.ts';
import { tonesOf } from '../../../../src/reporters/html/tones.ts';
import { type Markup, markupText } from '../../../../src/support/markup.ts';
import { heldScenario } from '../../../golden/reports/examples.ts';
import { round } from '../../invariants/history-builder.ts';

const tones = tonesOf(['sold', 'refused']);

/** A round as the page shows it, its witness given. */
function shown(text: string, witness: readonly number[] = [], more: Partial<RoundHistory> = {}) {
  const { operations, initial, final } = round(text, more);
  const kept: KeptRound = {
    round: 4,
    kind: 'race',
    verdict: 'violated',
    validity: 'valid',
    spreadUs: 2,
    maxInFlight: 2,
    releasedAtNs: Math.min(...operations.flatMap(({ releasedAtNs }) => releasedAtNs ?? [])),
    broken:
      witness.length === 0
        ? []
        : [{ invariant: 'one winner', expected: '1', measured: '2', because: 'known', witness }],
    initial,
    final,
    operations,
    whole: [],
    operationsLeftOut: 0,
  };
  return pageRound(kept, heldScenario, '2026-11-24T12:00:00.000Z', tones);
}

/** All elements of a picture with a class. */
function having(name: string, { attributes, children }: Markup): readonly Markup[] {
  const below = children.flatMap((child) => (typeof child === 'string' ? [] : having(name, child)));
  return attributes['class']?.split(' ').includes(name) ? [{ tag: '', attributes, children }, ...below] : below;
}

describe('the lanes of a burst', () => {
  const burst = shown('sold@1000-90000; sold@3000-95000; refused@2000-50000; lost@2500-60000', [0, 1]);
  const table = lanesTable(burst, wholeView(burst), 10);

  it('mark the witness, by more than a colour, and the time in which all of it was in flight', () => {
    expect(having('witness', table)).toHaveLength(2);
    expect(having('mark', table)).toHaveLength(2);
    const [together] = having('together', table);
    // From the release of the second (2 µs after the first) to the answer of the first (89 µs), of 95.8 µs and a margin.
    expect(Number.parseFloat(together?.attributes['x'] ?? '')).toBeCloseTo(4, 0);
    expect(Number.parseFloat(together?.attributes['width'] ?? '')).toBeCloseTo(88, 0);
  });

  it('leave the end of an unknown effect open', () => {
    expect(having('arrow', table)).toHaveLength(1);
    expect(markupText(table)).toContain('effect unknown');
  });

  it('show at most as many requests as they are told to', () => {
    expect(having('wait', lanesTable(burst, wholeView(burst), 2))).toHaveLength(2);
  });

  it('show the releases close up', () => {
    const view = releaseView(burst);
    expect(view.toNs - view.fromNs).toBeLessThan(3000);
    expect(having('wait', lanesTable(burst, view, 10))).toHaveLength(4);
  });

  it('say of a request that never left that it did not', () => {
    const burst = shown('unsent; sold');
    const unsent = { ...burst, lanes: burst.lanes.map(({ releasedNs: _releasedNs, ...lane }) => lane) };
    expect(markupText(lanesTable(unsent, wholeView(unsent), 10))).toContain('never sent');
  });
});

describe('the picture of instances', () => {
  const instances = ['a', 'a', 'b', 'b'];
  const burst = {
    ...shown('sold'),
    lanes: shown('read:off@1000-5000; read:on@2000-6000; read:off@3000-9000; read:off@20000-25000').lanes.map(
      (lane, place) => ({ ...lane, instance: instances[place] ?? '' }),
    ),
  };

  it('has a row for each instance, with its answers in their order, equal ones together', () => {
    const text = markupText(instancesTable(burst, wholeView(burst))).replace(/<[^>]*>/g, '');
    expect(text).toMatch(/a.*read: off 4 µs.*read: on 5 µs.*b.*read: off ×2 8 µs to 24 µs/);
  });

  it('lays answers that overlap below each other', () => {
    const bars = having('answer', instancesTable(burst, wholeView(burst)));
    expect(bars.map(({ attributes }) => attributes['y'])).toEqual(['0', '9', '0', '0']);
  });

  it('is there only where there are several', () => {
    expect(hasInstances(burst)).toBe(true);
    expect(hasInstances(shown('sold; sold'))).toBe(false);
  });
});

describe('the picture of all rounds', () => {
  const figure = roundsFigure(
    {
      ...heldScenario,
      rows: [
        { round: 1, verdict: 'held', validity: 'valid', broken: [], spreadUs: 100, outcomes: { sold: 1, refused: 3 } },
        {
          round: 2,
          verdict: 'violated',
          validity: 'valid',
          broken: ['one winner'],
          spreadUs: 90,
          outcomes: { sold: 4 },
        },
        {
          round: 3,
          verdict: 'inconclusive',
          validity: 'unjudged',
          because: 'prepare failed',
          broken: [],
          spreadUs: 0,
          outcomes: {},
        },
        {
          round: 4,
          verdict: 'inconclusive',
          validity: 'invalid',
          because: 'too wide',
          broken: [],
          spreadUs: 9000,
          outcomes: { sold: 4 },
        },
      ],
    },
    ['sold', 'refused'],
    tones,
  );

  it('tells verdicts apart by their height, not by colour alone', () => {
    const heights = having('verdict', figure).flatMap(({ attributes }) => attributes['height'] ?? []);
    expect(new Set(heights).size).toBe(4);
  });

  it('shows outcomes by their share, and a spread for each round that was fired', () => {
    expect(having('tone-0', figure).flatMap(({ attributes }) => attributes['height'] ?? [])).toEqual([
      '20',
      '80',
      '80',
    ]);
    expect(having('spread', figure)).toHaveLength(3);
    expect(having('hollow', figure)).toHaveLength(1);
  });

  it('says all of it in a table too', () => {
    expect(
      markupText(figure)
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' '),
    ).toContain('4 inconclusive 9 ms sold 4 too wide');
  });
});

describe('an exchange', () => {
  const [operation] = round('sold').operations;
  if (operation === undefined) throw new Error('a round of one request has one operation');

  it('shows JSON over several lines, and says how much of a body was left out', () => {
    const answer = { status: 201, headers: [], body: '{"a":[1]…', bodyBytes: 9000 };
    const sent = { method: 'POST', url: 'http://127.0.0.1/', headers: [], body: 'a=1', bodyBytes: 3 };
    expect(exchangeOf({ ...operation, answer, sent })).toMatchObject({
      sent: { startLine: 'POST http://127.0.0.1/', body: 'a=1', bodyNote: '3 bytes' },
      answered: { startLine: '201', body: '{\n  "a": [\n    1\n  ]…', bodyNote: '9000 bytes, the rest left out' },
    });
  });
});

it('makes a trace a link only where it is a web address', () => {
  expect(traceView('https://traces.example.com/1')).toMatchObject({ tag: 'a' });
  expect(traceView('javascript:alert(1)')).toBe('javascript:alert(1)');
  expect(traceView('4bf92f3577b34da6')).toBe('4bf92f3577b34da6');
});
