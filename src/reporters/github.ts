import type { InvariantReport, RunReport, ScenarioReport } from '../analysis/run-report.ts';
import { harmless } from '../support/visible-text.ts';
import { fileOf, findingText } from './place.ts';

/** GitHub shows 10 annotations of a kind for each step and drops the others in silence: the last one says how many there are. */
const mostOfAKind = 10;

interface Annotation {
  readonly kind: 'error' | 'warning';
  readonly properties: Readonly<Record<string, string | number | undefined>>;
  readonly message: string;
}

/** Annotations for GitHub Actions, one workflow command a line: violations as errors at their invariant's line, doubts as warnings. */
export function githubReport(report: RunReport): string {
  const all = report.scenarios.flatMap(annotationsOf);
  return (['error', 'warning'] as const)
    .flatMap((kind) => withinLimit(all.filter((annotation) => annotation.kind === kind)))
    .map((annotation) => `${commandOf(annotation)}\n`)
    .join('');
}

function withinLimit(annotations: readonly Annotation[]): readonly Annotation[] {
  const [first] = annotations;
  if (first === undefined || annotations.length <= mostOfAKind) return annotations;
  const shown = annotations.slice(0, mostOfAKind - 1);
  const left = annotations.length - shown.length;
  return [
    ...shown,
    { kind: first.kind, properties: { title: 'racehound' }, message: `and ${left} more: see the job summary` },
  ];
}

function annotationsOf(scenario: ScenarioReport): readonly Annotation[] {
  const at = (place: InvariantReport['place']) => ({
    file: fileOf(scenario),
    line: place?.line ?? 1,
    col: place?.column,
  });
  if (scenario.untestable !== undefined) {
    const properties = { ...at(undefined), title: `racehound: ${scenario.name}` };
    return [{ kind: 'error', properties, message: harmless(scenario.because) }];
  }
  return scenario.invariants
    .filter(({ verdict }) => verdict !== 'held')
    .map((invariant) => ({
      kind: invariant.verdict === 'violated' ? 'error' : 'warning',
      properties: { ...at(invariant.place), title: `race: ${scenario.name} / ${invariant.name}` },
      message: [
        ...(invariant.message === undefined ? [] : [invariant.message]),
        findingText(invariant),
        `again: ${scenario.replay}`,
      ]
        .map(harmless)
        .join('\n'),
    }));
}

/** The runner undoes these escapes, and reads everything else to the end of the line as the message. */
function commandOf({ kind, properties, message }: Annotation): string {
  const pairs = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escapedProperty(harmless(String(value)))}`],
  );
  return `::${kind} ${pairs.join(',')}::${escapedData(message)}`;
}

function escapedData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
