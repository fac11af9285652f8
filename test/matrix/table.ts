import type { ScenarioReport } from '../../src/analysis/index.ts';
import type { Column } from './hunt.ts';

/** The matrix as a Markdown table: for each class what the racy twin broke, how soon and how often, and how the mended one held. */
export function matrixTable(racy: Column, mended: Column): string {
  const head = ['class', 'racy', 'first in round', 'rounds violated', 'mended', 'valid rounds', 'seconds'];
  const rows = [...racy].map(([name, report]) => {
    const twin = mended.get(name);
    const seconds = (report.durationMs + (twin?.durationMs ?? 0)) / 1000;
    return [
      name,
      report.verdict,
      firstViolatedRound(report)?.toString() ?? '-',
      `${report.rounds.violated} of ${judged(report)} (${percent(violationRate(report))})`,
      twin?.verdict ?? '-',
      twin === undefined ? '-' : `${twin.rounds.valid} of ${twin.rounds.planned}`,
      seconds.toFixed(1),
    ];
  });
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Rounds violated, of those that were judged; 0 when none was. */
export function violationRate(report: ScenarioReport): number {
  return report.rounds.violated / Math.max(1, judged(report));
}

function judged({ rounds }: ScenarioReport): number {
  return rounds.fired - rounds.unjudged;
}

function firstViolatedRound({ rows }: ScenarioReport): number | undefined {
  return rows.find(({ verdict }) => verdict === 'violated')?.round;
}

function percent(rate: number): string {
  return `${Math.round(rate * 100)} %`;
}

/** What a scenario says for itself, with what it broke: for the message of a failed test. */
export function explained({ verdict, because, untestable, invariants, doubts }: ScenarioReport): string {
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
