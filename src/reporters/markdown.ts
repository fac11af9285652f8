import type { InvariantReport, RunReport, ScenarioReport } from '../analysis/run-report.ts';
import type { Verdict } from '../analysis/verdict.ts';
import { harmless } from '../support/visible-text.ts';
import { failureText } from './failure-text.ts';
import { findingText, placeText } from './place.ts';
import { plainViolation } from './plain-text.ts';
import { duration, plural } from './words.ts';

const marks: Readonly<Record<Verdict, string>> = { held: '✅', violated: '❌', inconclusive: '❔' };

/** GitHub drops a job summary of more than 1 MiB as a whole; other steps may write to it too. */
const maxCharacters = 300_000;

/** The report as GitHub-flavoured Markdown: for a job summary or a comment. Scenarios that found something come first. */
export function markdownReport(report: RunReport): string {
  const order: readonly Verdict[] = ['violated', 'inconclusive', 'held'];
  const scenarios = [...report.scenarios].sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
  const pieces = [
    `## ${marks[report.verdict]} racehound: ${report.verdict}${report.interrupted ? ' (interrupted)' : ''}`,
    `${plural(scenarios.length, 'scenario')} in ${duration(report.durationMs * 1e6)}, ${report.runs === undefined ? `seed ${report.seed}` : plural(report.runs.length, 'run')}, recorded in ${code(report.results)}`,
    [
      '| | scenario | rounds | violated | what it rests on |',
      '|---|---|---|---|---|',
      ...scenarios.map(
        ({ verdict, name, rounds, because }) =>
          `| ${marks[verdict]} | ${escaped(name)} | ${rounds.valid} valid of ${rounds.planned} | ${rounds.violated} | ${escaped(because)} |`,
      ),
    ].join('\n'),
    ...scenarios.filter(({ verdict }) => verdict !== 'held').map(section),
  ];
  return `${withinLimit(pieces).join('\n\n')}\n`;
}

function withinLimit(pieces: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let characters = 0;
  for (const piece of pieces) {
    characters += piece.length;
    if (characters > maxCharacters) return [...kept, 'There is more: see the other reports of this run.'];
    kept.push(piece);
  }
  return kept;
}

function section(scenario: ScenarioReport): string {
  const { name, verdict, target, invariants, failures, doubts, untestable, replay } = scenario;
  return [
    `### ${marks[verdict]} ${escaped(name)}`,
    `against ${code(target)}`,
    invariants
      .map(
        (invariant) =>
          `- ${marks[invariant.verdict]} **${escaped(invariant.name)}** ${escaped(untestable !== undefined && invariant.verdict === 'inconclusive' ? 'could not be tested' : findingText(invariant))} (${code(placeText(scenario, invariant))})`,
      )
      .join('\n'),
    ...invariants.filter(({ verdict: its }) => its === 'violated').map((invariant) => details(scenario, invariant)),
    ...(failures.length > 0
      ? [`without a full answer: ${failures.map((failure) => escaped(failureText(failure))).join('; ')}`]
      : []),
    ...(doubts.length > 0
      ? [doubts.map(({ fact, hint }) => `- doubt: ${escaped(fact)}; ${escaped(hint)}`).join('\n')]
      : []),
    `again: ${code(replay)}`,
  ].join('\n\n');
}

function details(scenario: ScenarioReport, invariant: InvariantReport): string {
  // One block of HTML up to its end: a blank line would end it (CommonMark 0.31.2, section 4.6), and the rest lose its indents.
  const lines = plainViolation(scenario, invariant).map((line) => (line.trim() === '' ? '&#10;' : `${html(line)}\n`));
  return `<details><summary>${html(invariant.name)}</summary>\n<pre>\n${lines.join('')}</pre>\n</details>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '@': '&#64;' };

/** `@` too: a name in a server's answer shall not call anybody. */
function html(text: string): string {
  return harmless(text).replace(/[&<>@]/g, (character) => entities[character] ?? character);
}

function escaped(text: string): string {
  return html(harmless(text).replace(/[\\`*_{}[\]()#+!|~$-]/g, '\\$&'));
}

/** Between tags everything is still Markdown. */
function code(text: string): string {
  const literal = html(text).replace(/[\\`*_{}[\]()!|~$]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<code>${literal}</code>`;
}
