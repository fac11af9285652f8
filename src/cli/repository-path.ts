import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** A file as a path below the root of its Git repository, with slashes; undefined outside of one. */
export function repositoryPath(file: string): string | undefined {
  const path = resolve(file);
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return relative(folder, path).split(sep).join('/');
    if (dirname(folder) === folder) return undefined;
  }
}
