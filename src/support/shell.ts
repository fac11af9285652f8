import { unusedName } from './unused-name.ts';

/** A part of a shell word: text as it stands, or the value of a variable. */
export type ShellPiece = string | { readonly variable: string };

/** A text as one word of a POSIX shell; bare where nothing in it means anything to a shell. */
export function shellQuoted(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Pieces as one word: text in single quotes, in which nothing means anything, and variables in double ones, so that none is split. */
export function shellWord(pieces: readonly ShellPiece[]): string {
  const joined: ShellPiece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') joined[joined.length - 1] = last + piece;
    else if (piece !== '') joined.push(piece);
  }
  if (joined.length === 0) return "''";
  return joined.map((piece) => (typeof piece === 'string' ? shellQuoted(piece) : `"\${${piece.variable}}"`)).join('');
}

/** What a variable may be called (POSIX, "Name"). */
export const variablePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Variables that every shell has: a secret must not be read from them. */
const ofTheShell =
  /^(PATH|HOME|USER|SHELL|PWD|OLDPWD|LANG|TERM|TZ|TMPDIR|EDITOR|MAIL|HOSTNAME|LOGNAME|CI|IFS|ENV|LC_.*|NODE_.*|NO_COLOR|FORCE_COLOR)$/;

/** A variable's name of whatever is left of a text, which no other one has: `x-api-key` and `xApiKey` give `X_API_KEY`. */
export function variableName(text: string, used: ReadonlySet<string> = new Set()): string {
  const upper = text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const name = /^[A-Z]/.test(upper) ? upper : `V_${upper}`;
  return unusedName(ofTheShell.test(name) ? `${name}_SECRET` : name, used);
}

/** Names that no two texts share, by text. */
export function variableNames(
  texts: readonly string[],
  used: ReadonlySet<string> = new Set(),
): Readonly<Record<string, string>> {
  const taken = new Set(used);
  return Object.fromEntries(
    texts.map((text) => {
      const name = variableName(text, taken);
      taken.add(name);
      return [text, name];
    }),
  );
}

/** The argument of `printf` that writes these bytes; everything but letters and digits in octal. */
export function printfBytes(bytes: Uint8Array): string {
  const written = [...bytes].map((byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9]/.test(character) ? character : `\\${byte.toString(8).padStart(3, '0')}`;
  });
  return `'${written.join('')}'`;
}
