import { escaped } from './literal.ts';
import { variableNames } from '../support/shell.ts';
import { unusedName } from '../support/unused-name.ts';
import { identifier } from './names.ts';
import type { NamedSecret } from './secret-signs.ts';

/** Takes secrets out of what is imported. First every secret is `add`ed, then texts are written with `text`. */
export interface SecretBox {
  /** From now on this value stands in no text; `name` says what it is. */
  add(name: string, value: string): void;
  /** A text as template: `{{ secrets.x }}` in place of secrets; `encode` writes what is around them, by default with braces escaped. */
  text(literal: string, encode?: (literal: string) => string): string;
  /** The same where it is also known at which places there are secrets, however short: those of `namedSecretsIn`. */
  textWith(literal: string, secrets: readonly NamedSecret[]): string;
  /** The template of a value that was added. */
  of(value: string): string;
  /** Names with the environment variable of each. */
  readonly variables: () => Readonly<Record<string, string>>;
}

/** A shorter value stands in too many harmless places to be looked for inside of texts. */
const minSearched = 8;
/** A shorter one may be equal to harmless whole texts, such as `true`. */
const minCompared = 5;

export function secretBox(): SecretBox {
  const names = new Map<string, string>();
  const reference = (value: string) => `{{ secrets.${names.get(value) ?? ''} }}`;
  const inside = (literal: string, values: readonly string[], encode: (text: string) => string): string => {
    const [value, ...others] = values;
    if (value === undefined) return encode(literal);
    const parts = literal.split(value).map((part) => inside(part, others, encode));
    return parts.reduce((before, part) => followed(before, reference(value)) + part);
  };
  const text = (literal: string, encode = escaped) => {
    if (names.has(literal) && literal.length >= minCompared) return reference(literal);
    const searched = [...names.keys()].filter(({ length }) => length >= minSearched);
    // Longest first: a secret that holds another one must go as a whole.
    return inside(
      literal,
      searched.sort((one, other) => other.length - one.length),
      encode,
    );
  };
  return {
    add(name, value) {
      if (value === '' || names.has(value)) return;
      names.set(value, unusedName(identifier(name, 'secret'), new Set(names.values())));
    },
    text,
    textWith(literal, secrets) {
      let written = '';
      let last = 0;
      for (const { value, start } of secrets) {
        written = followed(written + text(literal.slice(last, start)), reference(value));
        last = start + value.length;
      }
      return written + text(literal.slice(last));
    },
    of: (value) => (value === '' ? '' : reference(value)),
    variables: () => variableNames([...names.values()]),
  };
}

/** A placeholder behind a text; a brace at its end would become one of the placeholder's. */
function followed(before: string, placeholder: string): string {
  return `${before.replace(/\{$/, '{{ "{" }}')}${placeholder}`;
}
