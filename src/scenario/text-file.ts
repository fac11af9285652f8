import { readFileSync, statSync } from 'node:fs';

/** A file's content, or why it can't be used. */
export type Reading<Content> = { readonly content: Content } | { readonly trouble: string; readonly help: string };

/** Reads a regular file of at most `maxBytes`; devices and pipes could be endless. */
export function readBytes(path: string, maxBytes: number): Reading<Uint8Array> {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return { trouble: 'is not a regular file', help: 'name a file' };
    if (stat.size > maxBytes) {
      return { trouble: `has ${stat.size} bytes, at most ${maxBytes} are read`, help: 'make the file smaller' };
    }
    return { content: readFileSync(path) };
  } catch (error) {
    return unreadable(error);
  }
}

/** Reads UTF-8 text; a byte order mark is dropped. */
export function readText(path: string, maxBytes: number): Reading<string> {
  const reading = readBytes(path, maxBytes);
  return 'trouble' in reading ? reading : decode(reading.content);
}

function decode(bytes: Uint8Array): Reading<string> {
  if (bytes.includes(0)) return { trouble: 'holds a NUL byte, so it is no text', help: 'name a text file' };
  try {
    return { content: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { trouble: 'is not valid UTF-8', help: 'save it with the encoding UTF-8' };
  }
}

function unreadable(error: unknown): { readonly trouble: string; readonly help: string } {
  if (!(error instanceof Error)) throw error;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return { trouble: 'does not exist', help: 'correct the path' };
  if (code === 'EACCES') return { trouble: 'may not be read', help: 'give yourself the right to read it' };
  return { trouble: `can't be read: ${error.message}`, help: 'name a file that can be read' };
}
