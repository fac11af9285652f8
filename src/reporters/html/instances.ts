import { element, type Markup } from '../../support/markup.ts';
import { lapse, stretch, type View } from './axis.ts';
import { axis } from './lanes.ts';
import type { Lane, PageRound } from './page-round.ts';

const barHeight = 7;
const barGap = 2;
const mostShown = 12;

/** True when a picture of instance and time has something to compare. */
export function hasInstances({ lanes }: PageRound): boolean {
  return new Set(lanes.flatMap(({ instance }) => instance ?? [])).size > 1;
}

/** Which instance said what at which time: a row for each instance, a bar for each of its answers. */
export function instancesTable(round: PageRound, view: View): Markup {
  const names = [...new Set(round.lanes.flatMap(({ instance }) => instance ?? []))].sort();
  return element(
    'table',
    { class: 'lanes instances' },
    element('caption', {}, 'What each instance said, in the order of the answers'),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        element('th', { scope: 'col' }, 'Instance'),
        element('th', { scope: 'col', class: 'plot' }, element('span', { class: 'unseen' }, 'Time line'), axis(view)),
        element('th', { scope: 'col' }, 'Answers, after the release'),
      ),
    ),
    element(
      'tbody',
      {},
      names.map((name) => {
        const lanes = byAnswer(round.lanes.filter(({ instance }) => instance === name));
        return element(
          'tr',
          {},
          element('th', { scope: 'row' }, name),
          element('td', { class: 'plot' }, picture(lanes, view)),
          element('td', {}, element('ol', { class: 'answers' }, answers(lanes))),
        );
      }),
    ),
  );
}

function byAnswer(lanes: readonly Lane[]): readonly Lane[] {
  return [...lanes].sort((one, other) => (one.doneNs ?? Infinity) - (other.doneNs ?? Infinity));
}

/** Answers that say the same one after another are one item. */
function answers(lanes: readonly Lane[]): readonly Markup[] {
  const runs: { readonly said: string; readonly first: Lane; last: Lane; count: number }[] = [];
  for (const lane of lanes) {
    const run = runs.at(-1);
    const said = saidBy(lane);
    if (run?.said === said) {
      run.count += 1;
      run.last = lane;
    } else runs.push({ said, first: lane, last: lane, count: 1 });
  }
  const items = runs
    .slice(0, mostShown)
    .map(({ said, first, last, count }) =>
      element(
        'li',
        {},
        element('span', { class: `dot ${first.tone}` }),
        element('b', {}, said),
        count > 1 && ` ×${count}`,
        element('span', { class: 'note' }, ` ${when(first)}${count > 1 ? ` to ${when(last)}` : ''}`),
      ),
    );
  return runs.length > mostShown ? [...items, element('li', {}, `and ${runs.length - mostShown} changes more`)] : items;
}

function saidBy({ request, outcome, captured }: Lane): string {
  return `${request}: ${outcome}${captured === '' ? '' : ` (${captured})`}`;
}

function when({ doneNs }: Lane): string {
  return doneNs === undefined ? 'never' : lapse(doneNs);
}

/** A bar from release to answer for each; those that overlap lie below each other. */
function picture(lanes: readonly Lane[], view: View): Markup {
  const levels: number[] = [];
  const bars = [...lanes]
    .sort((one, other) => (one.releasedNs ?? 0) - (other.releasedNs ?? 0))
    .flatMap(({ releasedNs, doneNs, tone, open }) => {
      if (releasedNs === undefined) return [];
      const endNs = doneNs ?? view.toNs;
      const free = levels.findIndex((busyUntilNs) => busyUntilNs < releasedNs);
      const level = free === -1 ? levels.length : free;
      levels[level] = endNs;
      const span = stretch(releasedNs, open ? Math.max(endNs, view.toNs) : endNs, view);
      return span === undefined
        ? []
        : [element('rect', { class: `answer ${tone}`, ...span, y: level * (barHeight + barGap), height: barHeight })];
    });
  return element(
    'svg',
    { width: '100%', height: Math.max(1, levels.length) * (barHeight + barGap), 'aria-hidden': 'true' },
    bars,
  );
}
