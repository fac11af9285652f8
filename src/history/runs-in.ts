import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The runs in a folder of results, the latest first: their names begin with the time. Empty when it is no such folder. */
export function runsIn(folder: string, fileName: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, fileName)))
    .map(({ name }) => join(folder, name))
    .toSorted()
    .toReversed();
}
