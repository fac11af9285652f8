import type { RoundRow } from '../../analysis/round-report.ts';
import type { ScenarioReport } from '../../analysis/run-report.ts';
import { element, type Markup } from '../../support/markup.ts';
import { duration, plural, tally } from '../words.ts';
import { dataTable } from './parts.ts';
import type { Tones } from './tones.ts';

/** Heights and places of the three bands, in pixels; across, everything is a share of the width. */
const verdictsY = 20;
const verdictsHeight = 24;
const outcomesY = 68;
const outcomesHeight = 80;
const spreadY = 174;
const spreadHeight = 90;
const height = 284;

/** Every round in a column: what it came to, how its requests ended, how tightly they were released. */
export function roundsFigure(scenario: ScenarioReport, outcomes: readonly string[], toneOf: Tones): Markup {
  const { rows, spread, rounds } = scenario;
  const columns = columnsOf(rows.length);
  const left = rounds.fired + rounds.unjudged - rows.length;
  return element(
    'figure',
    { class: 'rounds' },
    element(
      'svg',
      { width: '100%', height, role: 'img', 'aria-label': summary(scenario) },
      label('verdict', verdictsY),
      rows.map((row, place) => verdictBar(row, columns(place))),
      label('outcomes', outcomesY),
      rows.map((row, place) => stack(row, columns(place), outcomes, toneOf, mostMembers(rows))),
      label(`release spread (logarithmic), window ${duration(spread.windowUs * 1e3)}`, spreadY),
      spreadPlot(rows, spread.windowUs, columns),
      element('text', { class: 'label', x: 0, y: height - 4 }, `round ${rows[0]?.round ?? 1}`),
      element(
        'text',
        { class: 'label', x: '100%', y: height - 4, 'text-anchor': 'end' },
        `round ${rows.at(-1)?.round ?? 1}`,
      ),
      rows.map((row, place) =>
        element(
          'rect',
          { class: 'column', 'data-round': row.round, ...columns(place), y: 0, height: height - 18 },
          element('title', {}, describe(row)),
        ),
      ),
    ),
    element(
      'figcaption',
      {},
      legend(outcomes, toneOf),
      left > 0 && ` The first ${rows.length} rounds; ${left} came after them.`,
    ),
    element(
      'details',
      {},
      element('summary', {}, 'Every round as a table'),
      dataTable(
        'Every round',
        ['Round', 'Verdict', 'Spread', 'Outcomes', 'Why it proves less, or what broke', 'Sent by'],
        rows.map(({ round, verdict, validity, because, broken, spreadUs, outcomes: counts, delivery }) => [
          String(round),
          validity === 'unjudged' ? 'not judged' : verdict,
          duration(spreadUs * 1e3),
          tally(counts),
          [...broken.map((name) => `broke “${name}”`), ...(because === undefined ? [] : [because])].join('; '),
          delivery ?? '',
        ]),
      ),
    ),
  );
}

interface Column {
  readonly x: string;
  readonly width: string;
}

function columnsOf(count: number): (place: number) => Column {
  const width = 100 / Math.max(1, count);
  return (place) => ({ x: percent(place * width), width: percent(width * (count > 200 ? 1 : 0.88)) });
}

function percent(value: number): string {
  return `${Number(value.toFixed(3))}%`;
}

function label(text: string, y: number): Markup {
  return element('text', { class: 'label', x: 0, y: y - 6 }, text);
}

/** Told apart by height as well as by colour: a violated round stands out, one that proves nothing hardly shows. */
function verdictBar({ verdict, validity }: RoundRow, column: Column): Markup {
  const share = verdict === 'violated' ? 1 : verdict === 'held' ? 0.5 : validity === 'unjudged' ? 0.08 : 0.22;
  const tall = verdictsHeight * share;
  return element('rect', {
    class: `verdict ${verdict}`,
    ...column,
    y: round(verdictsY + verdictsHeight - tall),
    height: round(tall),
  });
}

function stack(
  row: RoundRow,
  column: Column,
  outcomes: readonly string[],
  toneOf: Tones,
  most: number,
): readonly Markup[] {
  let y = outcomesY + outcomesHeight;
  return outcomes.flatMap((outcome) => {
    const count = row.outcomes[outcome] ?? 0;
    if (count === 0) return [];
    const tall = (outcomesHeight * count) / most;
    y -= tall;
    return [element('rect', { class: toneOf(outcome), ...column, y: round(y), height: round(tall) })];
  });
}

function mostMembers(rows: readonly RoundRow[]): number {
  return Math.max(1, ...rows.map(({ outcomes }) => Object.values(outcomes).reduce((sum, count) => sum + count, 0)));
}

/** A dot for each valid round, a hollow square for each other; the window as a line. */
function spreadPlot(
  rows: readonly RoundRow[],
  windowUs: number,
  columns: (place: number) => Column,
): readonly Markup[] {
  const fired = rows.flatMap(({ spreadUs }) => (spreadUs > 0 ? [spreadUs] : []));
  const low = Math.log10(Math.max(0.1, Math.min(windowUs, ...fired)) / 1.5);
  const high = Math.log10(Math.max(windowUs, ...fired) * 1.5);
  const at = (us: number) =>
    round(spreadY + spreadHeight * (1 - (Math.log10(Math.max(us, 10 ** low)) - low) / (high - low)));
  const decades = Array.from(
    { length: Math.max(0, Math.floor(high) - Math.ceil(low) + 1) },
    (_, place) => 10 ** (Math.ceil(low) + place),
  );
  return [
    ...decades.flatMap((us) => [
      element('line', { class: 'grid', x1: 0, x2: '100%', y1: at(us), y2: at(us) }),
      element('text', { class: 'label', x: '100%', dx: 6, y: at(us) + 4 }, duration(us * 1e3)),
    ]),
    element('line', { class: 'window-edge', x1: 0, x2: '100%', y1: at(windowUs), y2: at(windowUs) }),
    ...rows.flatMap(({ spreadUs, verdict, validity, outcomes }, place) => {
      if (Object.keys(outcomes).length === 0) return [];
      const { x, width } = columns(place);
      const middle = percent(Number.parseFloat(x) + Number.parseFloat(width) / 2);
      return validity === 'valid'
        ? [element('circle', { class: `spread ${verdict}`, cx: middle, cy: at(spreadUs), r: 2.5 })]
        : [element('rect', { class: 'spread hollow', x: middle, y: round(at(spreadUs) - 2.5), width: 5, height: 5 })];
    }),
  ];
}

function round(value: number): number {
  return Number(value.toFixed(2));
}

function describe({ round: number, verdict, validity, outcomes, spreadUs, because }: RoundRow): string {
  const said = validity === 'unjudged' ? 'not judged' : verdict;
  return `round ${number}: ${said}, ${tally(outcomes)}, spread ${duration(spreadUs * 1e3)}${because === undefined ? '' : `, ${because}`}`;
}

function summary({ rounds, spread }: ScenarioReport): string {
  return `${plural(rounds.fired, 'round')}: ${rounds.violated} violated, ${rounds.valid} valid, ${rounds.invalid} not counted, ${rounds.unjudged} not judged. Release spread p50 ${duration(spread.p50Us * 1e3)}, max ${duration(spread.maxUs * 1e3)}, window ${duration(spread.windowUs * 1e3)}. The table below has every round.`;
}

function legend(outcomes: readonly string[], toneOf: Tones): Markup {
  return element(
    'span',
    { class: 'legend' },
    ['violated', 'held', 'inconclusive'].map((verdict) => [
      element('span', { class: `dot verdict ${verdict}` }),
      `${verdict === 'inconclusive' ? 'proves nothing' : verdict} `,
    ]),
    '· ',
    outcomes.map((outcome) => [element('span', { class: `dot ${toneOf(outcome)}` }), `${outcome} `]),
    '· ● spread of a valid round, □ of one that does not count, dashed the window',
  );
}
