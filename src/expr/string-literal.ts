/**
 * Where the CEL string literal ends that begins at `at`; `at` itself when none begins there, the end of the text when it is
 * not closed. A prefix (`r"..."`) makes no difference: cel-js lets a backslash guard a quote in raw strings too.
 */
export function stringLiteralEnd(text: string, at: number): number {
  const quote = text.charAt(at);
  if (quote !== '"' && quote !== "'") return at;
  const delimiter = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
  let end = at + delimiter.length;
  while (end < text.length && !text.startsWith(delimiter, end)) end += text.charAt(end) === '\\' ? 2 : 1;
  return Math.min(end + delimiter.length, text.length);
}
