import type { Violation } from '../../analysis/round-report.ts';
import type { InvariantReport, RunReport, ScenarioReport } from '../../analysis/run-report.ts';
import type { Verdict } from '../../analysis/verdict.ts';
import { type Content, element, type Markup } from '../../support/markup.ts';
import { adviceOf } from '../advice.ts';
import { failureText } from '../failure-text.ts';
import { duration, fromTo, percent, percentAtMost, plural, tally } from '../words.ts';
import { lapse } from './axis.ts';
import { type Lane, type PageRound, traceView } from './page-round.ts';
import { commandLine, factList, measure, prose, stackedTable, startOf, wallClock } from './parts.ts';
import { collisionText, witnessText } from './round-view.ts';

const mostWitnesses = 6;

/** The questions of somebody who was not there: what happened, is it true, what now. */
export function answerView(scenario: ScenarioReport, run: RunReport, rounds: readonly PageRound[]): Markup {
  return element(
    'div',
    { class: 'answer' },
    whatHappened(scenario, run, rounds),
    element(
      'section',
      {},
      element('h3', {}, titles[scenario.verdict]),
      element('ul', {}, evidence(scenario).map(item)),
    ),
    whatNow(scenario),
  );
}

const titles: Readonly<Record<Verdict, string>> = {
  violated: 'Is it true?',
  held: 'How sure is it?',
  inconclusive: 'What is known',
};

function item(text: Content): Markup {
  return element('li', {}, text);
}

/**
 * The violation to show first: a race where there is one, with requests that collided where one names any, in the order of the
 * invariants.
 */
export function leadingViolation({
  invariants,
}: ScenarioReport): { readonly invariant: InvariantReport; readonly first: Violation } | undefined {
  const violated = invariants.filter(({ first }) => first !== undefined);
  const races = violated.filter(({ cause }) => cause !== 'serial');
  const invariant = races.find(({ first }) => (first?.witness.length ?? 0) > 1) ?? races[0] ?? violated[0];
  return invariant?.first === undefined ? undefined : { invariant, first: invariant.first };
}

function whatHappened(scenario: ScenarioReport, run: RunReport, rounds: readonly PageRound[]): Content {
  const leading = leadingViolation(scenario);
  if (leading === undefined) return undefined;
  const { invariant, first } = leading;
  const round = rounds.find((each) => each.round === first.round);
  const lanes = round?.lanes.filter(({ member }) => first.witness.includes(member)) ?? [];
  const releasedAtNs = scenario.kept.find((each) => each.round === first.round)?.releasedAtNs;
  const left = first.witness.length - mostWitnesses;
  return element(
    'section',
    { class: 'collision' },
    element('h3', {}, first.witness.length > 1 && first.round > 0 ? 'What collided' : 'What broke'),
    element(
      'p',
      { class: 'lead' },
      element('b', {}, invariant.message ?? invariant.name),
      invariant.message === undefined ? '' : ` (“${invariant.name}”)`,
    ),
    factList([
      ['Expected', first.expected],
      ['Measured', element('b', {}, first.measured)],
      [
        'Which',
        `${witnessText(first.witness)}, ${first.round === 0 ? 'of the baseline, one at a time' : `in round ${first.round}`}`,
      ],
      ...(first.collision === undefined ? [] : [['They met', collisionText(first.collision)] as const]),
      ...(releasedAtNs === undefined ? [] : [['When', wallClock(startOf(run, scenario), releasedAtNs)] as const]),
    ]),
    lanes.length > 0 &&
      stackedTable(
        'What each was told',
        ['Request', 'Released', 'Answered after', 'Told'],
        lanes.slice(0, mostWitnesses).map(witnessRow),
      ),
    left > 0 && element('p', { class: 'note' }, `and ${left} more of the witness, below`),
  );
}

function witnessRow(lane: Lane): readonly Content[] {
  const { member, request, instance, sent, releasedNs, doneNs, told, outcome, tone, captured, trace } = lane;
  return [
    [
      `#${member} ${request}${instance === undefined ? '' : ` on ${instance}`}`,
      sent !== '' && element('div', { class: 'note' }, sent),
      trace !== undefined && element('div', { class: 'note' }, 'trace ', traceView(trace)),
    ],
    releasedNs === undefined ? 'never' : measure(`+${lapse(releasedNs)}`),
    doneNs === undefined || releasedNs === undefined ? '-' : measure(lapse(doneNs - releasedNs)),
    [
      element('span', { class: `dot ${tone}` }),
      `${told} `,
      element('b', {}, outcome),
      captured !== '' && element('span', { class: 'note' }, ` ${captured}`),
    ],
  ];
}

/** What the verdict rests on, and what it does not. */
function evidence(scenario: ScenarioReport): readonly Content[] {
  const { verdict, rounds, baseline, failures, spread, members } = scenario;
  const leading = leadingViolation(scenario);
  const lines: Content[] = [];
  if (leading !== undefined) {
    lines.push(
      `One such round is proof: no legal behaviour of a correct service explains these answers (${leading.first.because}).`,
    );
    if (rounds.rateBetween !== undefined)
      lines.push(
        `Broken in ${rounds.violated} of ${plural(rounds.valid + rounds.invalid, 'judged round')}: a rate of ${percent(rounds.rateBetween[0])} to ${percent(rounds.rateBetween[1])} (95 % confidence).`,
      );
  } else if (verdict === 'held') {
    lines.push(`No violation in ${plural(rounds.valid, 'valid round')}. That is no proof that there is none.`);
    if (rounds.rateBelow !== undefined)
      lines.push(
        `The violation rate is below ${percentAtMost(rounds.rateBelow)} (95 % confidence), under the timings, data and load of this run.`,
      );
  } else {
    lines.push('Nothing is proven: neither that the service is right, nor that it is wrong.');
  }
  if (baseline !== undefined && Object.values(baseline.outcomes).some((count) => count > 0))
    lines.push(
      baseline.verdict === 'violated'
        ? `It breaks one request at a time too (${tally(baseline.outcomes)}), so it is no race.`
        : `One at a time, the same requests: ${baseline.verdict} (${tally(baseline.outcomes)}).`,
    );
  if (rounds.fired > 0)
    lines.push(
      `Valid rounds: ${rounds.valid} of ${rounds.fired} fired. Half of all were released within ${duration(spread.p50Us * 1e3)}, the window is ${duration(spread.windowUs * 1e3)}; ${fromTo(spread.inFlight)} of ${members} were in flight together.`,
    );
  if (failures.length > 0) lines.push(`Without a full answer: ${failures.map(failureText).join('; ')}.`);
  return lines;
}

function whatNow(scenario: ScenarioReport): Markup {
  const { command, replay } = scenario;
  return element(
    'section',
    {},
    element('h3', {}, scenario.verdict === 'held' ? 'See it again' : 'What to do next'),
    element('ul', {}, adviceOf(scenario).map(prose).map(item)),
    element(
      'p',
      {},
      command === replay
        ? 'The same requests, in the same order, from the same seed:'
        : 'That round, fired again and again:',
    ),
    commandLine(replay),
    command !== replay && [element('p', {}, 'Once it is mended, the whole hunt:'), commandLine(command)],
  );
}
