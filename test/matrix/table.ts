import type { ScenarioReport } from '../../src/analysis/index.ts';
import type { Column, Hunted } from './hunt.ts';

/**
 * The matrix as a Markdown table: for each class what the racy twin broke, how soon and how often, and how the mended one held.
 * Rounds are those of all hunts of a twin, with the hunts that were begun again.
 */
export function matrixTable(racy: Column, mended: Column): string {
  const head = ['class', 'racy', 'first in round', 'rounds violated', 'mended', 'valid rounds', 'hunts', 'seconds'];
  const rows = [...racy].map(([name, caught]) => {
    const held = mended.get(name);
    return [
      name,
      caught.last.verdict,
      firstViolatedRound(caught)?.toString() ?? '-',
      `${sum(caught, violated)} of ${sum(caught, judged)} (${percent(violationRate(caught))})`,
      held?.last.verdict ?? '-',
      held === undefined ? '-' : `${sum(held, valid)} of ${sum(held, planned)}`,
      `${caught.hunts.length} + ${held?.hunts.length ?? 0}`,
      ((sum(caught, duration) + (held === undefined ? 0 : sum(held, duration))) / 1000).toFixed(1),
    ];
  });
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Rounds violated, of those that were judged; 0 when none was. */
export function violationRate(hunted: Hunted): number {
  return sum(hunted, violated) / Math.max(1, sum(hunted, judged));
}

/** Over all hunts of a twin. */
export function sum({ hunts }: Hunted, figure: (report: ScenarioReport) => number): number {
  return hunts.reduce((total, report) => total + figure(report), 0);
}

const planned = ({ rounds }: ScenarioReport) => rounds.planned;
const violated = ({ rounds }: ScenarioReport) => rounds.violated;
const judged = ({ rounds }: ScenarioReport) => rounds.fired - rounds.unjudged;
const duration = ({ durationMs }: ScenarioReport) => durationMs;
export const valid = ({ rounds }: ScenarioReport) => rounds.valid;

/** Counted over the hunts one after the other. */
function firstViolatedRound({ hunts }: Hunted): number | undefined {
  const rows = hunts.flatMap((report) => report.rows);
  const index = rows.findIndex(({ verdict }) => verdict === 'violated');
  return index === -1 ? undefined : index + 1;
}

function percent(rate: number): string {
  return `${Math.round(rate * 100)} %`;
}

/** What a scenario says for itself, with what it broke: for the message of a failed test. */
export function explained({ last }: Hunted): string {
  const { verdict, because, untestable, invariants, doubts } = last;
  const broken = invariants.filter((invariant) => invariant.verdict !== 'held');
  return [
    `${verdict}: ${untestable ?? because}`,
    ...broken.map(({ name, verdict: of, first, because: why }) =>
      [`  ${name}: ${of}`, first && `expected ${first.expected}, measured ${first.measured}`, why]
        .filter(Boolean)
        .join('; '),
    ),
    ...doubts.map(({ fact }) => `  doubt: ${fact}`),
  ].join('\n');
}
