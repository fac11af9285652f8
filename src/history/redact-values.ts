/**
 * Members that hold values of the service or the user, with names of theirs; elsewhere a name is one of ours, and a number one of
 * our own measurements or settings.
 */
const foreign = new Set(
  'captures captured values initial final var headers query cookies json form body auth'.split(' '),
);

/**
 * Plain data with no secret in any of its texts. Whatever is written is redacted so before it is: in each format a secret would be
 * spelt in another way (`&amp;`, `\u003c`), and a word replaced in the finished text could break it.
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
    Object.entries(value).map(([name, member]) => [
      isForeign ? (wholeSecret(name, redact) ?? redact(name)) : name,
      redacted(member, redact, isForeign || foreign.has(name)),
    ]),
  );
}

/** The mark in place of a text that is a secret from end to end: only so is one found that is too short to be searched for. */
function wholeSecret(text: string, redact: (text: string) => string): string | undefined {
  const clean = redact(JSON.stringify(text));
  return /^"\[redacted \d+\]"$/.test(clean) ? clean.slice(1, -1) : undefined;
}
