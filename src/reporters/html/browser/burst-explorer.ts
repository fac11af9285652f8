import { element, type Markup } from '../../../support/markup.ts';
import { lapse, type View } from '../axis.ts';
import { fewLanes, releaseView, wholeView } from '../lanes.ts';
import type { PageRound } from '../page-round.ts';
import { roundPictures, roundText } from '../round-view.ts';
import { mount } from './mount.ts';
import { listenToPointer } from './pointing.ts';
import { moved, selected, zoomed } from './zoom.ts';

/** What a reader can do with a burst, by the key that does it too. */
interface Action {
  readonly text: string;
  readonly title: string;
  readonly keys: readonly string[];
  readonly does: (view: View) => View;
}

const step = 1.5;
const stride = 0.25;

/** Lets a reader choose among the kept rounds of a scenario, and look at each as closely as the clock saw it. */
export function exploreBurst(place: HTMLElement, rounds: readonly PageRound[], shown: number): void {
  const first = rounds.find(({ round }) => round === shown);
  if (first === undefined) return;
  let round: PageRound = first;
  let view = wholeView(round);
  let lanes = fewLanes;
  let drawing = false;

  const pictures = place.querySelector('.pictures');
  const words = place.querySelector('.told-in-words');
  const status = mount(element('output', { class: 'range', 'aria-live': 'polite' })) as HTMLElement;
  const actions = actionsOn(() => round);
  const figure = mount(
    element('div', { class: 'figure', tabindex: 0, role: 'group', 'aria-label': `Time line. ${keysHelp}` }),
  ) as HTMLElement;
  if (pictures === null || words === null) return;
  pictures.replaceWith(figure);
  figure.append(pictures);

  const chooser = chooserOf(rounds, round);
  const more = mount(element('button', { type: 'button', class: 'more' })) as HTMLButtonElement;
  place.prepend(
    mount(element('p', { class: 'note help' }, keysHelp)),
    toolbar(chooser, actions, (action) => show(action.does(view)), status),
  );
  figure.after(more);

  function show(next: View): void {
    view = next;
    status.textContent = `${lapse(view.fromNs)} to ${lapse(view.toNs)}`;
    // Many events of a wheel come in one frame; one picture is enough for them.
    if (drawing) return;
    drawing = true;
    requestAnimationFrame(() => {
      drawing = false;
      figure.replaceChildren(mount(roundPictures(round, view, lanes)));
      more.hidden = round.lanes.length <= lanes;
      more.textContent = `Show all ${round.lanes.length} requests`;
    });
  }

  function choose(next: PageRound): void {
    round = next;
    lanes = fewLanes;
    chooser.value = String(rounds.indexOf(next));
    words?.replaceChildren(mount(roundText(next)));
    show(wholeView(next));
  }

  chooser.addEventListener('change', () => {
    const next = rounds[Number(chooser.value)];
    if (next !== undefined) choose(next);
  });
  more.addEventListener('click', () => {
    lanes = round.lanes.length;
    show(view);
    figure.focus();
  });
  figure.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = actions.find(({ keys }) => keys.includes(event.key));
    if (action === undefined) return;
    event.preventDefault();
    show(action.does(view));
  });
  listenToPointer(figure, {
    zoom: (direction, around) => show(zoomed(view, step ** direction, around, wholeView(round))),
    select: (one, other) => show(selected(view, one, other, wholeView(round))),
  });
  for (const column of place.closest('.scenario')?.querySelectorAll<SVGElement>('.column') ?? []) {
    const kept = rounds.find((each) => String(each.round) === column.dataset['round']);
    if (kept === undefined) continue;
    column.classList.add('kept');
    column.addEventListener('click', () => {
      choose(kept);
      place.scrollIntoView({ block: 'start' });
    });
  }
  show(view);
}

const keysHelp =
  'Zoom with + and −, move with ← and →, 0 shows the whole burst, R the release; or drag across the lines, or turn the wheel with Ctrl.';

function actionsOn(round: () => PageRound): readonly Action[] {
  const limits = () => wholeView(round());
  return [
    { text: '+', title: 'Zoom in', keys: ['+', '='], does: (view) => zoomed(view, 1 / step, 0.5, limits()) },
    { text: '−', title: 'Zoom out', keys: ['-', '_'], does: (view) => zoomed(view, step, 0.5, limits()) },
    { text: '←', title: 'Earlier', keys: ['ArrowLeft'], does: (view) => moved(view, -stride, limits()) },
    { text: '→', title: 'Later', keys: ['ArrowRight'], does: (view) => moved(view, stride, limits()) },
    { text: 'Whole burst', title: 'Show the whole burst', keys: ['0', 'Home'], does: limits },
    { text: 'Release', title: 'Show the release close up', keys: ['r', 'R'], does: () => releaseView(round()) },
  ];
}

function chooserOf(rounds: readonly PageRound[], shown: PageRound): HTMLSelectElement {
  const options = rounds.map((round, place) =>
    element('option', { value: place, selected: round === shown }, round.label),
  );
  return mount(element('select', {}, options)) as HTMLSelectElement;
}

function toolbar(
  chooser: HTMLSelectElement,
  actions: readonly Action[],
  act: (action: Action) => void,
  status: HTMLElement,
): Element {
  const bar = mount(element('div', { class: 'toolbar', role: 'group', 'aria-label': 'What to look at' }));
  const label = mount(element('label', {}, 'Round '));
  label.append(chooser);
  bar.append(
    label,
    ...actions.map((action) => {
      const button = mount(buttonOf(action));
      button.addEventListener('click', () => act(action));
      return button;
    }),
    status,
  );
  return bar;
}

function buttonOf({ text, title }: Action): Markup {
  return element('button', { type: 'button', title, 'aria-label': title }, text);
}
