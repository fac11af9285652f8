import { harmlessLines } from './visible-text.ts';

/** One element of HTML or SVG, as plain data: it can be written as text, or built in a browser. */
export interface Markup {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Markup | string)[];
}

/** What stands inside an element; `undefined` and `false` are left out, so that a part can depend on a condition. */
export type Content = Markup | string | undefined | false | readonly Content[];

/** What an attribute may be set to; one that is `undefined` or `false` is not set, `true` is set to nothing (`open`). */
export type AttributeValue = string | number | boolean | undefined;

/** Texts come out as they are read, whoever wrote them: controls and invisible characters as `<U+XXXX>`. */
export function element(
  tag: string,
  attributes: Readonly<Record<string, AttributeValue>> = {},
  ...content: readonly Content[]
): Markup {
  const set = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined || value === false ? [] : [[name, value === true ? '' : harmlessLines(String(value))]],
  );
  return { tag, attributes: Object.fromEntries(set), children: childrenOf(content) };
}

function childrenOf(content: Content): readonly (Markup | string)[] {
  if (content === undefined || content === false) return [];
  if (typeof content === 'string') return [harmlessLines(content)];
  return 'tag' in content ? [content] : content.flatMap(childrenOf);
}

/** Elements that have neither content nor an end tag (HTML standard, 13.1.2). */
const empty = new Set(['br', 'hr', 'img', 'input', 'meta', 'wbr']);

/** As the text of a document. Not for `script` and `style`, whose content is no text to HTML. */
export function markupText({ tag, attributes, children }: Markup): string {
  const set = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeMarkup(value)}"`);
  const start = `<${tag}${set.join('')}>`;
  if (empty.has(tag)) return start;
  const inner = children.map((child) => (typeof child === 'string' ? escapeMarkup(child) : markupText(child)));
  return `${start}${inner.join('')}</${tag}>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as content or attribute value of HTML. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/**
 * Data that a script of the page reads from a `<script type="application/json">`: nothing in it can end that element, nor mislead
 * somebody who reads the source.
 */
export function inertJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escapedUnits);
}

function escapedUnits(character: string): string {
  return Array.from(
    { length: character.length },
    (_, place) => `\\u${character.charCodeAt(place).toString(16).padStart(4, '0')}`,
  ).join('');
}
