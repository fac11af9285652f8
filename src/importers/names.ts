/**
 * Words that can't name a request, a variable or an outcome: those of the expression language (CEL specification, "Syntax"),
 * its types, and what scenarios give a meaning of its own.
 */
const taken = new Set(
  (
    'as break const continue else false for function if import in let loop namespace null package return true var void while ' +
    'bool bytes double dyn int list map null_type string timestamp duration type uint optional ' +
    'env secrets round member instance initial final count uuid now ' +
    'ok refused unexpected lost unsent total request outcome effect status ms'
  ).split(' '),
);

/** A name that expressions can use, from any text: `x-api-key` becomes `xApiKey`. */
export function identifier(text: string, fallback: string): string {
  const words = text.match(/[A-Za-z0-9]+/g) ?? [];
  const joined = words
    .map((word) => (/^[A-Z\d]+$/.test(word) ? word.toLowerCase() : word))
    .map((word, place) => (place === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1))
    .join('')
    .slice(0, 40);
  if (joined === '') return fallback;
  const name = /^\d/.test(joined) ? `${fallback}${joined}` : joined;
  return taken.has(name) ? `${name}Value` : name;
}
