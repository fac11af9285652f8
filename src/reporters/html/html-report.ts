import { createHash } from 'node:crypto';
import type { RunReport } from '../../analysis/run-report.ts';
import { element, escapeMarkup, inertJson, type Markup, markupText } from '../../support/markup.ts';
import { harmless } from '../../support/visible-text.ts';
import { duration, plural } from '../words.ts';
import { pageAssets } from './assets.ts';
import type { PageData } from './page-data.ts';
import { pageRound, type PageRound } from './page-round.ts';
import { dataTable, factList, startOf, verdictBadge, wallClock } from './parts.ts';
import { firstShown, scenarioSection } from './scenario-section.ts';
import { outcomesOf, tonesOf } from './tones.ts';

/**
 * One file that a browser shows without a network: all that a server or a user wrote stands in it as text or as inert JSON, and its
 * policy lets nothing run or load but the one script and the one style that are part of it.
 */
export function htmlReport(report: RunReport): string {
  const { script, style } = pageAssets();
  const rounds = report.scenarios.map((scenario) => {
    const toneOf = tonesOf(outcomesOf(scenario));
    return scenario.kept.map((kept) => pageRound(kept, scenario, startOf(report, scenario), toneOf));
  });
  const data: PageData = {
    scenarios: report.scenarios.map((scenario, place) => ({
      rounds: rounds[place] ?? [],
      shown: firstShown(scenario, rounds[place] ?? [])?.round ?? 0,
    })),
  };
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeMarkup(harmless(titleOf(report)))}</title>
<style>${style}</style>
</head>
<body>
${markupText(pageHeader(report))}
${markupText(main(report, rounds))}
${markupText(pageFooter(report))}
<script type="application/json" id="page-data">${inertJson(data)}</script>
<script type="module">${script}</script>
</body>
</html>
`;
}

/** As a source of a Content-Security-Policy (CSP level 3, 2.3.1). */
function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function titleOf({ verdict, scenarios }: RunReport): string {
  const [first, ...others] = scenarios;
  const name = first === undefined || others.length > 0 ? plural(scenarios.length, 'scenario') : first.name;
  return `${verdict}: ${name} · Racehound`;
}

function pageHeader(report: RunReport): Markup {
  const { verdict, scenarios, startedAt, durationMs, seed, racehound, results, interrupted, runs } = report;
  const requests = scenarios.reduce((sum, scenario) => sum + scenario.requests, 0);
  return element(
    'header',
    { class: `banner ${verdict}` },
    scenarios.length !== 1 && element('p', { class: 'product' }, 'Racehound report'),
    element(
      'h1',
      {},
      scenarios.length === 1 ? 'Racehound report' : verdictBadge(verdict),
      interrupted && ' (interrupted)',
    ),
    factList([
      ['Run', wallClock(startedAt, 0)],
      ['Took', `${duration(durationMs * 1e6)}, ${plural(requests, 'request')}`],
      runs === undefined ? ['Seed', String(seed)] : ['Merged from', plural(runs.length, 'run')],
      ['Racehound', racehound],
      ['Recorded in', results],
    ]),
  );
}

function main(report: RunReport, rounds: readonly (readonly PageRound[])[]): Markup {
  const { scenarios } = report;
  return element(
    'main',
    {},
    scenarios.length === 0 && element('p', {}, 'No scenario was run.'),
    scenarios.length > 1 &&
      element(
        'nav',
        { 'aria-label': 'Scenarios' },
        dataTable(
          'Scenarios of this run',
          ['Scenario', 'Verdict', 'Because'],
          scenarios.map(({ name, verdict, because }, place) => [
            element('a', { href: `#scenario-${place}` }, name),
            verdictBadge(verdict),
            because,
          ]),
        ),
      ),
    scenarios.map((scenario, place) => scenarioSection(report, scenario, place, rounds[place] ?? [])),
  );
}

function pageFooter({ run, racehound }: RunReport): Markup {
  return element(
    'footer',
    {},
    element(
      'p',
      {},
      `Run ${run}, written by Racehound ${racehound}. Times are those of the machine that fired; credentials are hidden, long bodies cut.`,
    ),
  );
}
