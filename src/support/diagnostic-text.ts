import type { Diagnostic, Source, Span } from './diagnostic.ts';
import { columnsOf, harmless } from './visible-text.ts';

/** How the parts of a diagnostic are coloured; the identity where there is no colour. */
export interface DiagnosticPaint {
  readonly place: (text: string) => string;
  readonly title: (text: string) => string;
  readonly frame: (text: string) => string;
  readonly carets: (text: string) => string;
  readonly help: (text: string) => string;
}

const same = (text: string): string => text;
/** No colour. */
export const plainPaint: DiagnosticPaint = { place: same, title: same, frame: same, carets: same, help: same };

/** Columns of a source line that are shown; a longer one is cut around the span. */
const shownColumns = 110;

/** 1-based line and column (UTF-16 units, as editors count) of an offset. */
export function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/**
 * A diagnostic as a person reads it: `file:line:column` (which terminals make clickable), what is wrong, the line with
 * carets under the very place, and the remedy. Nothing that the user's file holds can steer the terminal.
 */
export function formatDiagnostic(diagnostic: Diagnostic, paint: DiagnosticPaint = plainPaint): string {
  const { code, title, label, help, source, span } = diagnostic;
  const lines: string[] = [];
  const heading = `${paint.title(harmless(title))} ${paint.frame(`[${code}]`)}`;
  if (source === undefined) {
    lines.push(heading);
  } else if (span === undefined) {
    lines.push(`${paint.place(harmless(source.path))}: ${heading}`);
  } else {
    const { line, column } = lineAndColumn(source.text, span.start);
    lines.push(`${paint.place(`${harmless(source.path)}:${line}:${column}`)}: ${heading}`);
    lines.push(...excerpt(source, span, line, label, paint));
  }
  if (label !== undefined && (source === undefined || span === undefined)) lines.push(`  ${harmless(label)}`);
  for (const [index, text] of (help ?? '').split('\n').entries()) {
    if (text !== '') lines.push(`  ${index === 0 ? paint.help('help:') : '     '} ${harmless(text)}`);
  }
  return lines.join('\n');
}

/** Several diagnostics, an empty line between them. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], paint: DiagnosticPaint = plainPaint): string {
  return diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, paint)).join('\n\n');
}

function excerpt(
  source: Source,
  span: Span,
  line: number,
  label: string | undefined,
  paint: DiagnosticPaint,
): string[] {
  const start = source.text.lastIndexOf('\n', span.start - 1) + 1;
  const newline = source.text.indexOf('\n', start);
  const text = source.text.slice(start, newline === -1 ? undefined : newline).replace(/\r$/, '');
  const from = Math.min(span.start - start, text.length);
  const to = Math.max(from, Math.min(span.end - start, text.length));
  const cut = windowAround(text, from, to);

  const gutter = String(line);
  const blank = paint.frame(`${' '.repeat(gutter.length)} |`);
  const indent = columnsOf(cut.before);
  const width = Math.max(1, columnsOf(cut.marked));
  const carets = paint.carets(`${'^'.repeat(width)}${label === undefined ? '' : ` ${harmless(label)}`}`);
  return [
    blank,
    `${paint.frame(`${gutter} |`)} ${harmless(`${cut.before}${cut.marked}${cut.after}`)}`.trimEnd(),
    `${blank} ${' '.repeat(indent)}${carets}`,
  ];
}

/** The line in three parts, cut so that the marked one is in sight. */
function windowAround(text: string, from: number, to: number): { before: string; marked: string; after: string } {
  if (text.length <= shownColumns) {
    return { before: text.slice(0, from), marked: text.slice(from, to), after: text.slice(to) };
  }
  const end = Math.min(to, from + shownColumns);
  const spare = Math.max(0, Math.floor((shownColumns - (end - from)) / 2));
  const left = Math.max(0, Math.min(from - spare, text.length - shownColumns));
  const right = Math.min(text.length, Math.max(end + spare, left + shownColumns));
  return {
    before: `${left > 0 ? '… ' : ''}${text.slice(left, from)}`,
    marked: text.slice(from, end),
    after: `${text.slice(end, right)}${right < text.length ? ' …' : ''}`,
  };
}
