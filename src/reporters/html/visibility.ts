import type { ScenarioReport, VisibilityReport } from '../../analysis/run-report.ts';
import { element, type Markup } from '../../support/markup.ts';
import { duration, plural } from '../words.ts';
import { visibilityLines } from '../visibility-text.ts';
import { dataTable } from './parts.ts';

/** How soon acknowledged writes could be read, for every invariant that measures it: in words, and as a share by the time since. */
export function visibilityViews({ invariants }: ScenarioReport): readonly Markup[] {
  return invariants.flatMap(({ name, visibility }) => (visibility === undefined ? [] : [view(name, visibility)]));
}

function view(name: string, visibility: VisibilityReport): Markup {
  const { pairs, unseen, freshness } = visibility;
  return element(
    'div',
    {},
    element(
      'ul',
      {},
      visibilityLines(visibility).map((line) => element('li', {}, line)),
      element('li', {}, `${plural(pairs, 'pair')} of a write and an instance; ${unseen} never seen`),
    ),
    dataTable(
      `Fresh reads by the time since the acknowledgement, “${name}”`,
      ['Read began', 'Reads', 'Fresh', 'Share'],
      freshness.map(({ fromMs, reads, fresh }) => [
        `from ${duration(fromMs * 1e6)}`,
        String(reads),
        String(fresh),
        bar(fresh / Math.max(1, reads)),
      ]),
    ),
  );
}

/** A share from 0 to 1 as a bar; the numbers stand beside it. */
function bar(share: number): Markup {
  return element(
    'svg',
    { class: 'share', width: '100%', height: 12, 'aria-hidden': 'true' },
    element('rect', { class: 'window', x: 0, width: '100%', y: 1, height: 10 }),
    element('rect', { class: 'verdict held', x: 0, width: `${(share * 100).toFixed(2)}%`, y: 1, height: 10 }),
  );
}
