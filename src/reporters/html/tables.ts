import type { InvariantReport, ScenarioReport } from '../../analysis/run-report.ts';
import { type Content, element, type Markup } from '../../support/markup.ts';
import { duration } from '../words.ts';
import { dataTable, measure, prose, stackedTable, verdictBadge } from './parts.ts';

/** Every invariant, and in how many rounds it held or broke. */
export function invariantsTable({ invariants, untestable }: ScenarioReport): Markup {
  return stackedTable(
    'Invariants, in rounds',
    ['Invariant', 'Verdict', 'Violated', 'Held', 'Undecided', 'First broken'],
    invariants.map((invariant) => [
      [
        invariant.name,
        element('span', { class: 'note' }, ` ${invariant.kind}`),
        ...remarks(invariant, untestable === undefined),
      ],
      verdictBadge(invariant.verdict),
      String(invariant.violated),
      String(invariant.held),
      String(invariant.inconclusive),
      firstBroken(invariant),
    ]),
  );
}

/** `tested`: else the heading says why it is undecided, once for all of them. */
function remarks(
  { verdict, message, because, details = [], first }: InvariantReport,
  tested: boolean,
): readonly Content[] {
  const said = tested || verdict !== 'inconclusive';
  return [
    first !== undefined && message !== undefined && element('div', { class: 'note' }, message),
    said && because !== undefined && element('div', { class: 'note' }, prose(because)),
    first === undefined && details.map((line) => element('div', { class: 'note' }, line)),
  ];
}

function firstBroken({ first, cause }: InvariantReport): string {
  if (first === undefined) return '';
  return cause === 'serial' ? 'one at a time: no race' : `round ${first.round}`;
}

/** Every measured reason to trust the result less, and what to do about it. */
export function doubtsList({ doubts }: ScenarioReport): Markup {
  return element(
    'ul',
    { class: 'doubts' },
    doubts.map(({ fact, hint }) =>
      element(
        'li',
        {},
        element('p', {}, element('b', {}, prose(fact))),
        element('p', {}, element('i', {}, 'Hint: '), prose(hint)),
      ),
    ),
  );
}

/** From release to last byte, and how far apart the releases were. */
export function timingTable({ latency, spread }: ScenarioReport): Markup {
  const ms = (value: number) => measure(duration(value * 1e6));
  const us = (value: number) => measure(duration(value * 1e3));
  return dataTable(
    'Latency and spread',
    ['Measured over all rounds', 'p50', 'p95', 'p99', 'max'],
    [
      ...(latency.maxMs > 0
        ? [
            [
              'latency, release to last byte',
              ms(latency.p50Ms),
              ms(latency.p95Ms),
              ms(latency.p99Ms),
              ms(latency.maxMs),
            ],
          ]
        : []),
      ['release spread of a burst', us(spread.p50Us), us(spread.p95Us), '', us(spread.maxUs)],
    ],
  );
}

/** How the bursts were put on the wire, and what each way hit. */
export function wireView({ wire }: ScenarioReport): readonly Markup[] {
  return [
    element(
      'ul',
      {},
      wire.choice.map((reason) => element('li', {}, prose(reason))),
    ),
    stackedTable(
      'Hits by way of sending',
      ['Way', 'Rounds', 'Valid', 'Violated', 'Spread p50', 'Threads began within'],
      wire.deliveries.map(({ summary, fired, valid, violated, spreadP50Us, threadSkewMaxUs }) => [
        summary,
        String(fired),
        String(valid),
        String(violated),
        measure(duration(spreadP50Us * 1e3)),
        threadSkewMaxUs === undefined ? '' : measure(duration(threadSkewMaxUs * 1e3)),
      ]),
    ),
  ];
}
