import type { RunReport, ScenarioReport } from '../../analysis/run-report.ts';
import { type Content, element, type Markup } from '../../support/markup.ts';
import { roundsTally } from '../rounds-tally.ts';
import { duration, plural } from '../words.ts';
import { answerView, leadingViolation } from './answer.ts';
import { fewLanes, wholeView } from './lanes.ts';
import type { PageRound } from './page-round.ts';
import { factList, prose, verdictBadge } from './parts.ts';
import { roundPictures, roundText } from './round-view.ts';
import { roundsFigure } from './rounds-figure.ts';
import { doubtsList, invariantsTable, timingTable, wireView } from './tables.ts';
import { outcomesOf, tonesOf } from './tones.ts';
import { visibilityViews } from './visibility.ts';

/** Everything about one scenario. `place` is its index in the run; `rounds` are its kept rounds, the one to show first among them. */
export function scenarioSection(
  run: RunReport,
  scenario: ScenarioReport,
  place: number,
  rounds: readonly PageRound[],
): Markup {
  const outcomes = outcomesOf(scenario);
  const shown = firstShown(scenario, rounds);
  const visibility = visibilityViews(scenario);
  return element(
    'section',
    { class: `scenario ${scenario.verdict}`, id: `scenario-${place}`, 'aria-labelledby': `name-${place}` },
    element(
      'header',
      {},
      element('h2', { id: `name-${place}` }, verdictBadge(scenario.verdict), ' ', scenario.name),
      element('p', { class: 'because' }, prose(scenario.because)),
    ),
    answerView(scenario, run, rounds),
    scenario.doubts.length > 0 && part('Reasons to doubt', doubtsList(scenario)),
    shown !== undefined && part('The burst', burst(shown, place)),
    part('What had to be true', invariantsTable(scenario)),
    visibility.length > 0 && part('How soon writes were seen', visibility),
    scenario.rows.length > 0 && part('Round by round', roundsFigure(scenario, outcomes, tonesOf(outcomes))),
    scenario.rounds.fired > 0 && part('Timing', timingTable(scenario)),
    scenario.wire.deliveries.length + scenario.wire.choice.length > 0 && part('On the wire', wireView(scenario)),
    part('About this scenario', factList(about(scenario))),
  );
}

function part(title: string, ...content: readonly Content[]): Markup {
  return element('section', { class: 'part' }, element('h3', {}, title), content);
}

/** The round that a reader wants first: where it broke, else the first that held, else any. */
export function firstShown(scenario: ScenarioReport, rounds: readonly PageRound[]): PageRound | undefined {
  const leading = leadingViolation(scenario)?.first.round;
  return (
    rounds.find(({ round }) => round === leading) ??
    rounds.find((each) => scenario.kept.some(({ round, kind }) => kind === 'race' && round === each.round)) ??
    rounds[0]
  );
}

/** Drawn here for a reader without scripts; with them, the page lets one choose the round and look closer. */
function burst(round: PageRound, place: number): Markup {
  return element(
    'div',
    { class: 'burst', 'data-scenario': place },
    roundPictures(round, wholeView(round), fewLanes),
    element('div', { class: 'told-in-words' }, roundText(round)),
  );
}

function about({
  run,
  seed,
  file,
  target,
  commit,
  members,
  requests,
  durationMs,
  rounds,
}: ScenarioReport): readonly (readonly [string, Content])[] {
  const fileNotes = { same: '', changed: ', the file has changed since', untracked: ', which does not have the file' };
  return [
    ['Scenario file', file],
    ['Target', target],
    ...(run === undefined ? [] : [['Run', run] as const]),
    ['Seed', String(seed)],
    ...(commit === undefined ? [] : [['Commit', `${commit.id}${fileNotes[commit.file]}`] as const]),
    ['Burst', plural(members, 'request')],
    ['Rounds', roundsTally(rounds)],
    ['Sent', `${plural(requests, 'request')} in ${duration(durationMs * 1e6)}`],
  ];
}
