import { readFileSync } from 'node:fs';

/** How many files and sockets this process may have open, where the system tells (Linux); Node has raised it to the hard limit by then. */
export function openFileLimit(): number | undefined {
  try {
    const [, limit] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return limit === undefined ? undefined : Number(limit);
  } catch {
    return undefined;
  }
}
