// Controls, lone surrogates, line separators, and the invisible or direction-changing characters behind "Trojan Source"
// (CVE-2021-42574).
const harmful = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Columns that a tab takes here. */
const tab = '  ';

/** Text that can be printed without steering the terminal: tabs become spaces, other invisible characters `<U+XXXX>`. */
export function harmless(text: string): string {
  return text.replace(harmful, (character) =>
    character === '\t' ? tab : `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
  );
}

/** The same for a text of several lines, which stay lines. */
export function harmlessLines(text: string): string {
  return text.split(/\r?\n/).map(harmless).join('\n');
}

// The blocks that terminals draw two columns wide (East Asian Width W and F, and emoji): near enough for carets.
const wide =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
const combining = /\p{M}/u;

/** Terminal columns that `harmless(text)` takes. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of harmless(text)) {
    if (!combining.test(character)) columns += wide.test(character) ? 2 : 1;
  }
  return columns;
}

/** The beginning of a text as `harmless` shows it, in at most so many terminal columns. */
export function cutToColumns(text: string, columns: number): string {
  const clean = harmless(text);
  if (columnsOf(clean) <= columns) return clean;
  let cut = '';
  let taken = 1;
  for (const character of clean) {
    taken += columnsOf(character);
    if (taken > columns) break;
    cut += character;
  }
  return `${cut}…`;
}
