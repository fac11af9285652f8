import { type Document, isAlias, isMap, isPair, isScalar, type ParsedNode, type Scalar, type YAMLMap } from 'yaml';
import type { Diagnostic, Source, Span } from '../support/diagnostic.ts';
import type { Json } from '../support/json.ts';
import { codes } from './finding.ts';
import { quoted, restOfLine } from './yaml-errors.ts';

/** Where a value stands, and the values in it. */
export interface Place {
  readonly span: Span;
  readonly key?: Span;
  /** Offset in the source from which a text stands there word for word. */
  readonly verbatimAt?: number;
  readonly children: ReadonlyMap<string, Place>;
}

interface Read {
  readonly value: Json;
  readonly place: Place;
}

/** Values in a file, its aliases written out: far more than a person writes, far less than a bomb. */
const maxValues = 20_000;
const maxDepth = 64;
/** Beyond these, more of them would only hide the first. */
const maxProblems = 20;
/** Keys that reach the prototype of a careless object. */
const refusedKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const coreTag = /^tag:yaml\.org,2002:(map|seq|str|int|float|bool|null)$/;
const leaf: ReadonlyMap<string, Place> = new Map();

/** Plain data of a document, with the place of every value; what a scenario may not hold is told and left out. */
export function yamlValue(
  document: Document<ParsedNode>,
  source: Source,
): Read & { readonly problems: readonly Diagnostic[] } {
  const reader = new Reader(source);
  const read = reader.read(document.contents, 0, false);
  return { ...read, problems: reader.problems };
}

class Reader {
  readonly problems: Diagnostic[] = [];
  readonly #source: Source;
  readonly #anchors = new Map<string, ParsedNode>();
  /** Nodes that are being read: an alias to one of them would have no end. */
  readonly #open = new Set<ParsedNode>();
  /** The outermost alias that is being written out. */
  #alias: Span | undefined;
  #left = maxValues;

  constructor(source: Source) {
    this.#source = source;
  }

  read(node: ParsedNode | null, depth: number, inFlow: boolean): Read {
    const span = this.#spanOf(node);
    if (node === null || !this.#isAffordable(span, depth)) return nothingAt(span);
    if (isAlias(node)) return this.#readAlias(node.source, span, depth, inFlow);
    if (node.tag !== undefined && !coreTag.test(node.tag)) {
      this.#tell(codes.refused, this.#tagBefore(span), {
        title: 'YAML tags are not supported',
        help: 'leave the tag out; put the value in quotes when the ! is part of it',
      });
    }
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    if (isScalar(node)) return this.#readScalar(node, span);
    if (isMap(node) && isUnquotedTemplate(node)) return this.#readUnquotedTemplate(span, inFlow);

    this.#open.add(node);
    const read = isMap(node)
      ? this.#readMap(node, span, depth)
      : this.#readList(node.items, span, depth, node.flow === true);
    this.#open.delete(node);
    return read;
  }

  #readAlias(name: string, span: Span, depth: number, inFlow: boolean): Read {
    const node = this.#anchors.get(name);
    if (node !== undefined && !this.#open.has(node)) {
      const outer = this.#alias;
      this.#alias ??= span;
      const { value, place } = this.read(node, depth, inFlow);
      this.#alias = outer;
      // An error in a value that is used twice is best shown where the value is written.
      return { value, place: { span, children: place.children } };
    }
    this.#tell(
      codes.syntax,
      span,
      node === undefined
        ? {
            title: `*${name} is a YAML alias, and no &${name} comes before it`,
            help: `for the text, put it in quotes: "*${name}"`,
          }
        : { title: `*${name} stands for a value that holds it`, help: 'write the value out' },
    );
    return nothingAt(span);
  }

  #readScalar({ value }: Scalar.Parsed, span: Span): Read {
    if (typeof value === 'string') {
      const verbatimAt = [span.start, span.start + 1].find((at) => this.#source.text.startsWith(value, at));
      return { value, place: { span, children: leaf, ...(verbatimAt !== undefined && { verbatimAt }) } };
    }
    if (typeof value === 'number' && !Number.isFinite(value)) {
      const written = this.#source.text.slice(span.start, Math.min(span.end, span.start + 40));
      this.#tell(codes.refused, span, {
        title: `${written} is no number that JSON knows`,
        help: 'put it in quotes when it is a text',
      });
      return nothingAt(span);
    }
    if (typeof value === 'bigint') {
      return { ...nothingAt(span), value: Number.isSafeInteger(Number(value)) ? Number(value) : value };
    }
    return { ...nothingAt(span), value: typeof value === 'number' || typeof value === 'boolean' ? value : null };
  }

  /** Goes on as if the quotes were there, so that the rest of the file is checked too. */
  #readUnquotedTemplate({ start, end }: Span, inFlow: boolean): Read {
    const { text } = this.#source;
    const written = inFlow ? (text.slice(start, end).split('\n', 1)[0] ?? '') : restOfLine(text, start);
    const span = { start, end: start + written.length };
    this.#tell(codes.unquotedTemplate, span, {
      title: 'a value that begins with {{ must be in quotes',
      label: 'YAML reads this as a map in a map',
      help: `write ${quoted(written)}`,
    });
    return { value: written, place: { span, children: leaf, verbatimAt: start } };
  }

  #readList(items: readonly ParsedNode[], span: Span, depth: number, inFlow: boolean): Read {
    const children = new Map<string, Place>();
    const value = items.map((item, place) => {
      const read = this.read(item, depth + 1, inFlow);
      children.set(String(place), read.place);
      return read.value;
    });
    return { value, place: { span, children } };
  }

  #readMap(node: YAMLMap.Parsed, span: Span, depth: number): Read {
    const children = new Map<string, Place>();
    const value: Record<string, Json> = {};
    for (const pair of node.items) {
      const key = this.#spanOf(pair.key);
      const name = this.#keyOf(pair.key, key);
      if (name === undefined) continue;
      const first = children.get(name)?.key;
      if (first !== undefined) {
        this.#tell(codes.duplicateKey, key, {
          title: `the key \`${name}\` is there twice`,
          help: `keep one of the two; the first is on line ${this.#lineOf(first)}`,
        });
        continue;
      }
      const read = this.read(pair.value, depth + 1, node.flow === true);
      const isEmpty = read.place.span.start >= read.place.span.end;
      children.set(name, { ...read.place, ...(isEmpty && { span: key }), key });
      value[name] = read.value;
    }
    return { value, place: { span, children } };
  }

  #keyOf(node: ParsedNode | null, span: Span): string | undefined {
    if (!isScalar(node) || node.value === null) {
      this.#tell(codes.refused, span, { title: 'a key must be a text', help: 'put it in quotes' });
      return undefined;
    }
    const name = typeof node.value === 'string' ? node.value : node.source;
    if (refusedKeys.has(name)) {
      this.#tell(codes.refused, span, {
        title: `the key \`${name}\` is not allowed`,
        help: 'in many programs it changes the very object that holds it; use another key',
      });
      return undefined;
    }
    if (name === '<<' && node.type === 'PLAIN') {
      this.#tell(codes.refused, span, {
        title: 'merge keys (<<) are not supported',
        help: 'write the keys out, or reuse a whole value with &name and *name',
      });
      return undefined;
    }
    return name;
  }

  #isAffordable(span: Span, depth: number): boolean {
    this.#left -= 1;
    // Aliases can nest deeper than the text does.
    if (depth > maxDepth || this.#left === -1) {
      this.#tell(codes.limit, this.#alias ?? span, {
        title:
          depth > maxDepth ? `nested deeper than ${maxDepth} levels` : `the file has more than ${maxValues} values`,
        ...(this.#alias !== undefined && { label: 'once the aliases (*name) are written out' }),
        help: 'use fewer aliases; move data to a CSV file',
      });
    }
    return depth <= maxDepth && this.#left >= 0;
  }

  #lineOf({ start }: Span): number {
    return this.problems.length < maxProblems ? this.#source.text.slice(0, start).split('\n').length : 0;
  }

  #spanOf(node: ParsedNode | null): Span {
    const { length } = this.#source.text;
    const [start, end] = node?.range ?? [length, length];
    return { start, end };
  }

  #tell(code: string, span: Span, problem: Pick<Diagnostic, 'title' | 'help' | 'label'>): void {
    if (this.problems.length < maxProblems) this.problems.push({ code, ...problem, source: this.#source, span });
  }

  /** The tag that stands before a value, on its line or above. */
  #tagBefore({ start: value }: Span): Span {
    const tag = /!\S*\s*$/.exec(this.#source.text.slice(Math.max(0, value - 200), value))?.[0] ?? '';
    const start = value - tag.length;
    return { start, end: start + tag.trimEnd().length };
  }
}

/** `{{ x }}` without quotes: a flow map whose first key is a flow map. */
function isUnquotedTemplate({ flow, items }: YAMLMap): boolean {
  const [pair] = items;
  return flow === true && isPair(pair) && isMap(pair.key) && pair.key.flow === true;
}

function nothingAt(span: Span): Read {
  return { value: null, place: { span, children: leaf } };
}
