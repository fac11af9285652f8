/** Members that hold values of the service or the user; elsewhere a number is one of our own measurements. */
const foreign = new Set(['captures', 'values', 'initial', 'final']);

/**
 * Plain data with no secret in any of its texts. A report is redacted so before it is written: in each format a secret would be
 * spelt in another way (`&amp;`, `\u003c`), and in a page with a script a replaced word could break it.
 */
export function redactedValues<Value>(value: Value, redact: (text: string) => string): Value {
  return redacted(value, redact, false) as Value;
}

function redacted(value: unknown, redact: (text: string) => string, isForeign: boolean): unknown {
  if (typeof value === 'string') return wholeSecret(value, redact) ?? redact(value);
  if (typeof value === 'number' || typeof value === 'bigint')
    return (isForeign ? wholeSecret(String(value), redact) : undefined) ?? value;
  if (Array.isArray(value)) return value.map((item) => redacted(item, redact, isForeign));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, redacted(member, redact, isForeign || foreign.has(name))]),
  );
}

/** The mark in place of a text that is a secret from end to end: only so is one found that is too short to be searched for. */
function wholeSecret(text: string, redact: (text: string) => string): string | undefined {
  const clean = redact(JSON.stringify(text));
  return /^"\[redacted \d+\]"$/.test(clean) ? clean.slice(1, -1) : undefined;
}
