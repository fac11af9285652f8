import type { Breach } from '../../analysis/round-report.ts';
import { type Content, element, type Markup } from '../../support/markup.ts';
import { duration, plural } from '../words.ts';
import type { View } from './axis.ts';
import { exchangeView } from './exchange.ts';
import { hasInstances, instancesTable } from './instances.ts';
import { lanesTable } from './lanes.ts';
import type { PageRound } from './page-round.ts';
import { dataTable } from './parts.ts';

/** The pictures of a round that a change of view draws anew. */
export function roundPictures(round: PageRound, view: View, shown: number): Markup {
  const hidden = Math.max(0, round.lanes.length - shown) + round.lanesLeftOut;
  return element(
    'div',
    { class: 'pictures' },
    lanesTable(round, view, shown),
    hidden > 0 && element('p', { class: 'note' }, `and ${plural(hidden, 'request')} more`),
    hasInstances(round) && instancesTable(round, view),
  );
}

/** What a round showed, in words: what broke, what was read before and after, what the witness sent and was told. */
export function roundText(round: PageRound): Markup {
  const { note, breaches, observations, exchanges } = round;
  return element(
    'div',
    { class: 'round-text' },
    element('p', { class: 'note' }, note),
    breaches.map(breachView),
    observations.length > 0 && observationsTable(round),
    exchanges.length > 0 &&
      element(
        'details',
        { open: breaches.length > 0 },
        element(
          'summary',
          {},
          breaches.some(({ witness }) => witness.length > 0)
            ? 'Requests and answers of the witness'
            : `Requests and answers of ${plural(exchanges.length, 'member')}`,
        ),
        exchanges.map(exchangeView),
      ),
  );
}

/** An invariant that a round broke, and what shows it. */
export function breachView({
  invariant,
  expected,
  measured,
  because,
  details = [],
  witness,
  collision,
}: Breach): Markup {
  const rows: readonly (readonly [term: string, text: Content])[] = [
    ['Expected', expected],
    ['Measured', measured],
    ['Why nothing else explains it', because],
    ['Witness', witnessText(witness)],
    ...(collision === undefined ? [] : [['They met', collisionText(collision)] as const]),
  ];
  return element(
    'section',
    { class: 'breach' },
    element('h4', {}, `Broken: ${invariant}`),
    element(
      'dl',
      {},
      rows.map(([term, text]) => element('div', {}, element('dt', {}, term), element('dd', {}, text))),
    ),
    details.length > 0 &&
      element(
        'ul',
        { class: 'lines' },
        details.map((line) => element('li', {}, line)),
      ),
  );
}

const mostNamed = 12;

export function witnessText(witness: readonly number[]): string {
  if (witness.length === 0)
    return 'no single request shows it, all of them together do, with what was read before and after';
  const named = witness.slice(0, mostNamed).map((member) => `#${member}`);
  const more = witness.length > mostNamed ? ` and ${witness.length - mostNamed} more` : '';
  return `${witness.length === 1 ? 'request' : 'requests'} ${listed(named, more)}`;
}

function listed(names: readonly string[], more: string): string {
  const last = names.at(-1);
  if (more !== '' || names.length < 2 || last === undefined) return `${names.join(', ')}${more}`;
  return `${names.slice(0, -1).join(', ')} and ${last}`;
}

export function collisionText({ releasedApartUs, togetherUs }: NonNullable<Breach['collision']>): string {
  const apart = `released within ${duration(releasedApartUs * 1e3)}`;
  if (togetherUs === undefined) return `${apart}; how long they were in flight together is unknown`;
  return togetherUs > 0
    ? `${apart}, in flight together for ${duration(togetherUs * 1e3)}`
    : `${apart}; there was no instant at which all of them were in flight`;
}

function observationsTable({ observations, name }: PageRound): Markup {
  return dataTable(
    `Read from the service before and after ${name}`,
    ['Value', 'Before (initial)', 'After (final)'],
    observations.map(({ name: value, before, after }) => [
      value,
      before,
      before === after ? after : element('b', {}, after),
    ]),
  );
}
