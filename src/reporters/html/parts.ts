import type { RunReport, ScenarioReport } from '../../analysis/run-report.ts';
import type { Verdict } from '../../analysis/verdict.ts';
import { type Content, element, type Markup } from '../../support/markup.ts';

const marks: Readonly<Record<Verdict, string>> = { held: '✓', violated: '✗', inconclusive: '?' };

/** A verdict by word, mark and colour. */
export function verdictBadge(verdict: Verdict): Markup {
  return element(
    'span',
    { class: `badge ${verdict}` },
    element('span', { 'aria-hidden': 'true' }, `${marks[verdict] ?? ''} `),
    verdict,
  );
}

/** A sentence of ours; what it has between backticks is code. */
export function prose(text: string): Content {
  return text.split(/`([^`]+)`/).map((part, place) => (place % 2 === 1 ? element('code', {}, part) : part));
}

/** A number with its unit, which stay on one line. */
export function measure(text: string): Markup {
  return element('span', { class: 'measure' }, text);
}

/** A table whose rows become blocks where the screen is narrow: the first cell as a heading, the others with the name of their column. */
export function stackedTable(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly Content[])[],
): Markup {
  return dataTable(caption, columns, rows, 'stacked');
}

/** A table of plain cells; the first cell of each row is its heading. */
export function dataTable(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly Content[])[],
  layout: 'grid' | 'stacked' = 'grid',
): Markup {
  return element(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    element(
      'table',
      { class: `data ${layout}` },
      element('caption', {}, caption),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          columns.map((text) => element('th', { scope: 'col' }, text)),
        ),
      ),
      element(
        'tbody',
        {},
        rows.map(([first, ...others]) =>
          element(
            'tr',
            {},
            element('th', { scope: 'row' }, first),
            others.map((cell, place) =>
              element('td', { 'data-column': layout === 'stacked' && columns[place + 1] }, cell),
            ),
          ),
        ),
      ),
    ),
  );
}

/** Terms and what they are, side by side. */
export function factList(facts: readonly (readonly [term: string, text: Content])[]): Markup {
  return element(
    'dl',
    { class: 'facts' },
    facts.map(([term, text]) => element('div', {}, element('dt', {}, term), element('dd', {}, text))),
  );
}

/** A command that the page's script puts a copy button beside. */
export function commandLine(command: string): Markup {
  return element('p', { class: 'command' }, element('code', {}, command));
}

/** An instant of the run by the wall clock of the machine that fired, to the millisecond. */
export function wallClock(startedAt: string, sinceStartNs: number): string {
  const atMs = Date.parse(startedAt) + sinceStartNs / 1e6;
  return Number.isFinite(atMs) ? new Date(atMs).toISOString().replace('T', ' ').replace('Z', ' UTC') : startedAt;
}

/** When the run began that a scenario belongs to; a report may hold several. */
export function startOf({ startedAt, runs = [] }: RunReport, { run }: ScenarioReport): string {
  return runs.find((each) => each.run === run)?.startedAt ?? startedAt;
}
