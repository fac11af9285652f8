import type { Markup } from '../../../support/markup.ts';

const svgNamespace = 'http://www.w3.org/2000/svg';

/** Builds what plain data describes. Texts become text nodes, so nothing in them is ever read as markup. */
export function mount({ tag, attributes, children }: Markup, insideSvg = false): Element {
  const isSvg = insideSvg || tag === 'svg';
  const built = isSvg ? document.createElementNS(svgNamespace, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) built.setAttribute(name, value);
  built.append(...children.map((child) => (typeof child === 'string' ? child : mount(child, isSvg))));
  return built;
}
