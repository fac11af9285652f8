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

/** A variable's name of whatever is left of a text: `x-api-key` gives `X_API_KEY`. */
export function variableName(text: string): string {
  const name = text
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^[A-Z]/.test(name) ? name : `V_${name}`;
}

/** The argument of `printf` that writes these bytes; everything but letters and digits in octal. */
export function printfBytes(bytes: Uint8Array): string {
  const written = [...bytes].map((byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9]/.test(character) ? character : `\\${byte.toString(8).padStart(3, '0')}`;
  });
  return `'${written.join('')}'`;
}
