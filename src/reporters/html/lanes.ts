import { type Content, element, type Markup } from '../../support/markup.ts';
import { lapse, place, stretch, ticks, type View } from './axis.ts';
import type { Lane, PageRound } from './page-round.ts';

/** Lanes that are shown at first, the witness among them; the others on demand. */
export const fewLanes = 24;

const laneHeight = 20;
const mostTicks = 5;

/** All that a round shows: from just before the release to the last answer that came. */
export function wholeView({ lanes, spreadNs }: PageRound): View {
  const known = lanes.filter(({ open }) => !open);
  const ends = (known.length > 0 ? known : lanes).flatMap(({ doneNs }) => doneNs ?? []);
  const starts = lanes.flatMap(({ firstByteNs }) => firstByteNs ?? []);
  const end = Math.max(spreadNs, 1000, ...ends);
  return { fromNs: Math.min(-0.02 * end, ...starts), toNs: 1.03 * end };
}

/** The releases alone, close up. */
export function releaseView({ spreadNs }: PageRound): View {
  const width = Math.max(1000, spreadNs);
  return { fromNs: -0.1 * width, toNs: 1.2 * width };
}

/** The burst as a table with a picture in each row: who was released when, waited how long, and was told what. */
export function lanesTable(round: PageRound, view: View, shown: number): Markup {
  const instances = round.lanes.some(({ instance }) => instance !== undefined);
  const together = togetherIn(round.lanes);
  return element(
    'table',
    { class: 'lanes' },
    element(
      'caption',
      {},
      `Requests of ${round.name}, ${round.lanes.some(({ witness }) => witness) ? 'the witness first, then ' : ''}in order of release`,
    ),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        heading('request', 'Request'),
        instances && heading('instance', 'Instance'),
        heading('at', 'Released'),
        element('th', { scope: 'col', class: 'plot' }, element('span', { class: 'unseen' }, 'Time line'), axis(view)),
        heading('took', 'Took'),
        heading('told', 'Told'),
      ),
    ),
    element(
      'tbody',
      {},
      round.lanes.slice(0, shown).map((lane) => row(lane, round, view, instances, lane.witness ? together : undefined)),
    ),
  );
}

function heading(name: string, text: string): Markup {
  return element('th', { scope: 'col', class: name }, text);
}

function row(lane: Lane, round: PageRound, view: View, instances: boolean, together: Stretch | undefined): Markup {
  const { member, request, instance, witness, releasedNs, told, outcome, captured, open } = lane;
  const took = lane.doneNs === undefined || releasedNs === undefined ? undefined : lane.doneNs - releasedNs;
  return element(
    'tr',
    { class: witness && 'witness' },
    element(
      'th',
      { scope: 'row', class: 'request' },
      witness && element('span', { class: 'mark' }, '● '),
      witness && element('span', { class: 'unseen' }, 'witness '),
      `#${member} `,
      element('span', { class: 'name' }, request),
    ),
    instances && element('td', { class: 'instance' }, instance ?? '-'),
    element('td', { class: 'at' }, releasedNs === undefined ? 'never' : `+${lapse(releasedNs)}`),
    element('td', { class: 'plot' }, picture(lane, round, view, together)),
    element('td', { class: 'took' }, took === undefined ? '-' : lapse(took), open && ' …'),
    element(
      'td',
      { class: 'told' },
      element('span', { class: `dot ${lane.tone}` }),
      `${told} `,
      element('b', {}, outcome),
      open && element('span', { class: 'note' }, ' effect unknown'),
      captured !== '' && element('span', { class: 'note captured', title: captured }, captured),
    ),
  );
}

interface Stretch {
  readonly startNs: number;
  readonly endNs: number;
}

/** The time in which all witnesses were in flight. */
function togetherIn(lanes: readonly Lane[]): Stretch | undefined {
  const witness = lanes.filter((lane) => lane.witness);
  const startNs = Math.max(...witness.map(({ releasedNs }) => releasedNs ?? Infinity));
  const endNs = Math.min(...witness.map(({ doneNs, open }) => (open ? Infinity : (doneNs ?? Infinity))));
  return witness.length > 1 && Number.isFinite(startNs) && Number.isFinite(endNs) && endNs > startNs
    ? { startNs, endNs }
    : undefined;
}

export function axis(view: View): Markup {
  return element(
    'svg',
    { class: 'axis', width: '100%', height: laneHeight, 'aria-hidden': 'true' },
    ticks(view, mostTicks).map(({ atNs, label }, number) => {
      const x = place(atNs, view);
      const share = Number.parseFloat(x);
      const anchor = share < 8 ? 'start' : share > 92 ? 'end' : 'middle';
      return [
        element('line', { class: 'tick', x1: x, x2: x, y1: laneHeight - 4, y2: laneHeight }),
        element(
          'text',
          { class: number % 2 === 1 && 'second', x, y: laneHeight - 7, 'text-anchor': anchor },
          atNs === 0 ? 'release' : label,
        ),
      ];
    }),
  );
}

function picture(lane: Lane, round: PageRound, view: View, together: Stretch | undefined): Markup {
  return element(
    'svg',
    { width: '100%', height: laneHeight, 'aria-hidden': 'true' },
    box('window', 0, round.windowNs, view, 0, laneHeight),
    together !== undefined && box('together', together.startNs, together.endNs, view, 0, laneHeight),
    ticks(view, mostTicks).map(({ atNs }) => upright('grid', atNs, view)),
    upright('release', 0, view),
    bars(lane, view),
  );
}

/** Released to first byte: waiting. First to last byte: the answer arriving. An unknown end stays open, with an arrow. */
function bars(lane: Lane, view: View): Content {
  const { releasedNs, firstByteNs, doneNs, open, tone } = lane;
  if (releasedNs === undefined) return element('text', { class: 'never', x: '1%', y: 14 }, 'never sent');
  const end = doneNs ?? view.toNs;
  const first = Math.max(releasedNs, firstByteNs ?? end);
  return [
    box(`wait ${tone}`, releasedNs, first, view, 7, 6),
    firstByteNs !== undefined && box(`answer ${tone}`, first, Math.max(end, first), view, 3, 14),
    upright('start', releasedNs, view),
    firstByteNs !== undefined && firstByteNs < releasedNs && upright('early', firstByteNs, view),
    open && box('open', end, Math.max(end, view.toNs), view, 9, 2),
    open && end <= view.toNs && element('text', { class: 'arrow', x: '100%', y: 15, 'text-anchor': 'end' }, '▶'),
  ];
}

function box(name: string, startNs: number, endNs: number, view: View, y: number, height: number): Content {
  const span = stretch(startNs, endNs, view);
  return span && element('rect', { class: name, ...span, y, height });
}

function upright(name: string, atNs: number, view: View): Content {
  if (atNs < view.fromNs || atNs > view.toNs) return undefined;
  const x = place(atNs, view);
  return element('line', { class: name, x1: x, x2: x, y1: 0, y2: laneHeight });
}
