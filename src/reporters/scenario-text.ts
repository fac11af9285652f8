import type { ChalkInstance } from 'chalk';
import type { BaselineReport, DeliveryReport, InvariantReport, ScenarioReport } from '../analysis/run-report.ts';
import type { Verdict } from '../analysis/verdict.ts';
import { columnsOf, harmless } from '../support/visible-text.ts';
import { answerSample } from './answer-sample.ts';
import { failureText } from './failure-text.ts';
import { headed, indented } from './lines.ts';
import { nextStepLines } from './next-steps.ts';
import { roundsTally } from './rounds-tally.ts';
import { type TextOptions, violationText } from './violation-text.ts';
import { visibilityLines } from './visibility-text.ts';
import { duration, fromTo, percent, percentAtMost, plural, shorten, tally, wrap } from './words.ts';

const marks: Readonly<Record<Verdict, string>> = { held: '✓', violated: '✗', inconclusive: '?' };

/** What ends with exit code 3 is called so. */
export function verdictText(verdict: Verdict, untestable: boolean, paint: ChalkInstance): string {
  const word = verdict === 'inconclusive' && untestable ? 'could not test' : verdict;
  const text = `${marks[verdict]} ${word.toUpperCase()}`;
  if (verdict === 'violated') return paint.red.bold(text);
  return verdict === 'held' ? paint.green.bold(text) : paint.yellow.bold(text);
}

/** One scenario as a person reads it: the verdict, what it rests on, and what to do. */
export function scenarioText(report: ScenarioReport, options: TextOptions): string {
  const { paint, width } = options;
  const lines = [
    ...headed(verdictText(report.verdict, report.untestable !== undefined, paint), report.name, width, paint.bold),
    ...indented(`${report.file} → ${report.target}`, width, paint.dim),
    ...(report.run === undefined ? [] : indented(`run ${report.run}, seed ${report.seed}`, width, paint.dim)),
    ...indented(report.because, width),
    '',
    ...facts(report, options).map((line) => `  ${line}`),
    ...report.invariants.flatMap((invariant) => invariantLines(invariant, report.untestable === undefined, options)),
    ...firstViolation(report, options),
    ...report.doubts.flatMap(({ fact, hint }) => [
      ...wrap(fact, width - 11).map((line, place) => `  ${place === 0 ? paint.yellow('! doubt') : '       '}  ${line}`),
      ...wrap(hint, width - 11).map((line) => `           ${paint.dim(line)}`),
    ]),
    ...nextStepLines(report, width),
  ];
  return lines.join('\n');
}

function facts(report: ScenarioReport, { paint, width }: TextOptions): readonly string[] {
  const { rounds, spread, latency, baseline } = report;
  const lines: string[] = [];
  const add = (label: string, text: string, colour = (line: string) => line) => {
    for (const [place, line] of wrap(text, width - 13).entries())
      lines.push(`${paint.dim((place === 0 ? label : '').padEnd(10))} ${colour(line.trimEnd())}`);
  };
  add('rounds', roundsText(report));
  if (baseline !== undefined && hasOutcomes(baseline))
    add('baseline', `one at a time: ${baseline.verdict}, ${tally(baseline.outcomes)}`);
  for (const [place, { counts, rounds: times, violated }] of report.outcomes.slice(0, 5).entries()) {
    const pattern = `${String(times).padStart(3)} × ${tally(counts)}${violated ? '  violated' : ''}`;
    add(place === 0 ? 'outcomes' : '', pattern, (line) => line.replace(/violated$/, paint.red('violated')));
  }
  if (report.outcomes.length > 5) add('', `    and ${plural(report.outcomes.length - 5, 'more pattern')}`);
  const sample = answerSample(report);
  if (sample !== undefined) add(sample.label, shorten(sample.text, 3 * (width - 13)));
  for (const [place, failure] of report.failures.entries()) add(place === 0 ? 'failures' : '', failureText(failure));
  if (rounds.fired > 0) {
    const { p50Us, p95Us, maxUs, windowUs, inFlight } = spread;
    add(
      'spread',
      `p50 ${duration(p50Us * 1e3)}, p95 ${duration(p95Us * 1e3)}, max ${duration(maxUs * 1e3)} (window ${duration(windowUs * 1e3)}); ${fromTo(inFlight)} of ${report.members} in flight together`,
    );
    for (const [place, delivery] of report.wire.deliveries.entries())
      add(place === 0 ? 'wire' : '', wireText(delivery, report.wire.deliveries.length > 1));
    if (latency.maxMs > 0)
      add(
        'latency',
        `p50 ${duration(latency.p50Ms * 1e6)}, p95 ${duration(latency.p95Ms * 1e6)}, max ${duration(latency.maxMs * 1e6)}`,
      );
  }
  return lines;
}

/** A baseline that was not fired is not worth a line: the headline says why. */
function hasOutcomes({ outcomes }: BaselineReport): boolean {
  return Object.values(outcomes).some((count) => count > 0);
}

/** One way of putting the bursts on the wire; with its own figures where there were several. */
function wireText(delivery: DeliveryReport, several: boolean): string {
  const { summary, fired, valid, violated, spreadP50Us, threadSkewMaxUs } = delivery;
  const skew = threadSkewMaxUs === undefined ? '' : `, threads within ${duration(threadSkewMaxUs * 1e3)}`;
  const figures = `: ${violated} of ${plural(fired, 'round')} violated${valid === 0 && violated < fired ? ', the others not counted' : ''}, spread p50 ${duration(spreadP50Us * 1e3)}${skew}`;
  return `${summary}${several ? figures : skew}`;
}

function roundsText({ rounds, verdict }: ScenarioReport): string {
  const { rateBelow, rateBetween } = rounds;
  const statistics =
    rateBetween !== undefined
      ? `; a rate of ${percent(rateBetween[0])} to ${percent(rateBetween[1])} (95 % confidence)`
      : // A scenario that held has said it in its first line.
        rateBelow !== undefined && verdict !== 'held'
        ? `; the violation rate is below ${percentAtMost(rateBelow)} (95 % confidence)`
        : '';
  return roundsTally(rounds) + statistics;
}

/** `tested`: else the headline says why it is undecided, once for all of them. */
function invariantLines(invariant: InvariantReport, tested: boolean, { paint, width }: TextOptions): readonly string[] {
  const { name, kind, verdict, held, violated, inconclusive, cause } = invariant;
  const onceIsEnough = kind === 'sometimes';
  const counts = [
    violated > 0 && !onceIsEnough && `violated in ${plural(violated, 'round')}`,
    held > 0 && (onceIsEnough ? `true in ${plural(held, 'round')}` : `held in ${held}`),
    violated > 0 && onceIsEnough && `not in ${violated}`,
    inconclusive > 0 && `inconclusive in ${inconclusive}`,
  ].filter(Boolean);
  const colour = verdict === 'violated' ? paint.red : verdict === 'held' ? paint.green : paint.yellow;
  const serial = cause === 'serial' ? 'broken even one at a time: no race' : counts.join(', ');
  const label = `${harmless(name)} `.padEnd(Math.min(46, width - 42));
  const fits = columnsOf(label) + serial.length + 5 <= width;
  const because = tested && verdict === 'inconclusive' ? shorten(invariant.because ?? '', mostCharacters) : '';
  const notes = [because, ...more(invariant)].filter(Boolean).flatMap((text) => wrap(text, width - 4));
  return [
    ...(fits ? [`${label} ${serial}`.trimEnd()] : [...wrap(name, width - 4), ...wrap(serial, width - 4)]).map(
      (line, place) => `  ${place === 0 ? colour(marks[verdict]) : ' '} ${line}`,
    ),
    ...notes.map((text) => `    ${paint.dim(text)}`),
  ];
}

/** A list that was read may be long. */
const mostCharacters = 350;

/** What was measured over all rounds; or what the checker had to add about the last one, as much as a glance takes in. */
function more({ visibility, details = [], verdict }: InvariantReport): readonly string[] {
  if (visibility !== undefined) return visibilityLines(visibility);
  return verdict === 'violated' ? [] : details.slice(0, 3);
}

function firstViolation(report: ScenarioReport, options: TextOptions): readonly string[] {
  const invariant = report.invariants.find(({ first }) => first !== undefined);
  if (invariant === undefined) return [];
  return ['', ...violationText(report, invariant, options).map((line) => (line === '' ? '' : `  ${line}`)), ''];
}
