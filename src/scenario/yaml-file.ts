import { type Diagnostic, RacehoundError, type Source, type Span } from '../support/diagnostic.ts';
import type { Json } from '../support/json.ts';
import { codes } from './finding.ts';
import { type Path, valueAt } from './path.ts';
import { readText } from './text-file.ts';
import { parseYaml } from './yaml-syntax.ts';
import { type Place, yamlValue } from './yaml-value.ts';

/** A YAML file as plain data that remembers where each value stood. */
export interface YamlFile {
  readonly source: Source;
  readonly value: Json;
  readonly place: Place;
  /** What YAML allows and scenarios don't; the value is the best reading in spite of it. */
  readonly problems: readonly Diagnostic[];
  /** The value at a path, or its key; of the nearest parent that is there when the path leads nowhere. */
  readonly locate: (path: Path, what?: 'value' | 'key') => Span;
  /** A part of the text at a path; the whole value where the source spells the text another way. */
  readonly locateText: (path: Path, part: Span) => Span;
}

const maxBytes = 1024 * 1024;

/** Reads and parses a YAML file; throws `RacehoundError` when that is not possible at all. */
export function readYamlFile(path: string, name: string = path): YamlFile {
  const reading = readText(path, maxBytes);
  if ('trouble' in reading) {
    throw new RacehoundError('usage', [
      { code: codes.unreadable, title: `${name} ${reading.trouble}`, help: reading.help },
    ]);
  }
  return parseYamlFile({ path: name, text: reading.content });
}

/** Parses YAML; throws `RacehoundError` when it is no YAML or too much of it. */
export function parseYamlFile(source: Source): YamlFile {
  const { document, error } = parseYaml(source);
  const { value, place, problems } = yamlValue(document, source);
  if (error !== undefined) {
    // An unquoted {{ }} can make a syntax error further on.
    const templates = problems.filter(({ code }) => code === codes.unquotedTemplate);
    throw new RacehoundError('usage', templates.length > 0 ? templates : [error]);
  }
  // Beyond a limit the rest was not read, and would look as if it were missing.
  const limits = problems.filter(({ code }) => code === codes.limit);
  if (limits.length > 0) throw new RacehoundError('usage', limits);
  return yamlFile(source, { value, place }, problems);
}

/** A file of values whose places in the source are known. */
export function yamlFile(
  source: Source,
  { value, place }: { readonly value: Json; readonly place: Place },
  problems: readonly Diagnostic[],
): YamlFile {
  return {
    source,
    value,
    place,
    problems,
    locate: (path, what = 'value') => spanOf(source.text, nearest(place, path), what),
    locateText: (path, part) => textSpan(source.text, nearest(place, path), part, valueAt(value, path)),
  };
}

function nearest(root: Place, path: Path): Place {
  let place = root;
  for (const part of path) {
    const child = place.children.get(String(part));
    if (child === undefined) break;
    place = child;
  }
  return place;
}

/** A map or list is pointed at by its key, or else by its first line. */
function spanOf(text: string, { span, key, children }: Place, what: 'value' | 'key'): Span {
  if (key !== undefined && (what === 'key' || children.size > 0)) return key;
  const newline = text.indexOf('\n', span.start);
  if (newline === -1 || newline >= span.end) return span;
  return { start: span.start, end: Math.max(span.start, newline) };
}

function textSpan(text: string, { span, verbatimAt }: Place, part: Span, value: Json | undefined): Span {
  if (verbatimAt !== undefined) return { start: verbatimAt + part.start, end: verbatimAt + part.end };
  const words = typeof value === 'string' ? value.slice(part.start, part.end) : '';
  const written = text.slice(span.start, span.end);
  const at = words === '' ? -1 : written.indexOf(words);
  if (at === -1 || written.includes(words, at + 1)) return span;
  return { start: span.start + at, end: span.start + at + words.length };
}
