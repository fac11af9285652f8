import type { Redactor } from './redact.ts';
import { isSearched } from './secret-values.ts';

/** Members that hold values of the service or the user under names of the scenario. */
const named = new Set('captures captured values initial final var'.split(' '));
/**
 * Members that hold values of the service or the user, with names of theirs; elsewhere a name is one of ours, and a number one of
 * our own measurements or settings.
 */
const foreign = new Set('headers query cookies json form body auth'.split(' '));

/** Members whose texts are words of ours: with a mark in them a record or a report could not be read. */
const ours = new Set(
  (
    'record racehound run startedAt results kind effect traceId method protocol protocols delivery phase code verdict validity ' +
    'cause sync bodyEncoding sourceHash commit'
  ).split(' '),
);

/**
 * Plain data with no secret in any of its texts. Whatever is written is redacted so before it is: in each format a secret would be
 * spelt in another way (`&amp;`, `\u003c`), and a word replaced in the finished text could break it.
 */
export function redactedValues<Value>(value: Value, redactor: Redactor): Value {
  return redacted(value, redactor, false) as Value;
}

function redacted(value: unknown, redactor: Redactor, isForeign: boolean): unknown {
  const clean = (text: string) => redactor.mark(text) ?? redactor.text(text);
  if (typeof value === 'string') return clean(value);
  if (typeof value === 'number' || typeof value === 'bigint')
    return (isForeign && isSearched(String(value)) ? redactor.mark(String(value)) : undefined) ?? value;
  if (Array.isArray(value)) return value.map((item) => redacted(item, redactor, isForeign));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (isForeign) return [clean(name), redacted(member, redactor, true)];
      if (ours.has(name)) return [name, member];
      return [
        name,
        named.has(name) ? redactedMembers(member, redactor) : redacted(member, redactor, foreign.has(name)),
      ];
    }),
  );
}

function redactedMembers(values: unknown, redactor: Redactor): unknown {
  if (typeof values !== 'object' || values === null) return redacted(values, redactor, true);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, redacted(value, redactor, true)]));
}
