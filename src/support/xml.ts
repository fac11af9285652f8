/** An element of an XML document; attributes without a value are left out. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  readonly children?: readonly (XmlElement | string)[];
}

/** A well-formed XML 1.0 document, whatever the texts hold; elements on lines of their own unless text stands beside them. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${elementText(root, '')}\n`;
}

function elementText({ name, attributes, children = [] }: XmlElement, indent: string): string {
  const pairs = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined
      ? []
      : [` ${key}="${escaped(String(value)).replace(/[\n\r\t]/g, (space) => `&#${space.charCodeAt(0)};`)}"`],
  );
  const start = `<${name}${pairs.join('')}`;
  if (children.length === 0) return `${indent}${start}/>`;
  if (children.some((child) => typeof child === 'string')) {
    const inner = children.map((child) => (typeof child === 'string' ? escaped(child) : elementText(child, '')));
    return `${indent}${start}>${inner.join('')}</${name}>`;
  }
  const inner = children.map((child) => (typeof child === 'string' ? '' : elementText(child, `${indent}  `)));
  return [`${indent}${start}>`, ...inner, `${indent}</${name}>`].join('\n');
}

/** Everything that XML 1.0 does not allow in a document, lone surrogates among it (section 2.2, `Char`). */
const illegal = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text
    .replace(illegal, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
    .replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
