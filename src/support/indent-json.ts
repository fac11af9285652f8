/**
 * A JSON text over several lines, token by token: a text that was cut off or is not quite JSON is laid out as far as it goes, and a
 * number keeps the digits that it was sent with. Neither is true of a parser.
 */
export function indentJson(text: string): string {
  let out = '';
  let depth = 0;
  for (const [token] of text.matchAll(tokens)) {
    if (/^\s/.test(token)) continue;
    if (token === '{' || token === '[') {
      depth += 1;
      out += `${token}${line(depth)}`;
    } else if (token === '}' || token === ']') {
      depth = Math.max(0, depth - 1);
      out = `${out.trimEnd()}${/[{[]\s*$/.test(out) ? '' : line(depth)}${token}`;
    } else if (token === ',') out += `,${line(depth)}`;
    else if (token === ':') out += ': ';
    else out += token;
  }
  return out;
}

/** Texts (the last one perhaps without its end), brackets, spaces, and whatever else stands between them. */
const tokens = /"(?:[^"\\]|\\.)*(?:"|$)|[{}[\],:]|\s+|[^\s"{}[\],:]+/gs;

function line(depth: number): string {
  return `\n${'  '.repeat(Math.min(depth, deepest))}`;
}

/** Deeper levels are not indented further, so that no answer can make a text grow without bounds. */
const deepest = 20;
