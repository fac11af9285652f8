import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { type Reading, readBytes, readText } from './text-file.ts';

const projectFile = 'racehound.yaml';

/** The files that a scenario may name: those of its project, relative to the scenario itself. */
export interface ProjectFiles {
  readonly bytes: (named: string, maxBytes: number) => Reading<Uint8Array>;
  readonly text: (named: string, maxBytes: number) => Reading<string>;
}

/** The folder of the nearest `racehound.yaml` at or above a scenario, up to the repository's root; else the scenario's own. */
export function projectFolder(scenarioPath: string): { readonly folder: string; readonly projectFile?: string } {
  const own = dirname(resolve(scenarioPath));
  for (let folder = own; ; folder = dirname(folder)) {
    if (existsSync(join(folder, projectFile))) return { folder, projectFile: relative('', join(folder, projectFile)) };
    if (dirname(folder) === folder || existsSync(join(folder, '.git'))) return { folder: own };
  }
}

/** Gives a scenario its files, and no others: a path out of the project is refused, links are followed first. */
export function projectFiles(folder: string, scenarioPath: string): ProjectFiles {
  const within = (named: string): Reading<string> => {
    const path = resolve(dirname(scenarioPath), named);
    const help = 'name a file beside the scenario, by its relative path';
    if (named.includes('\0') || isAbsolute(named) || isOutside(resolve(folder), path)) {
      return { trouble: 'lies outside the project', help };
    }
    if (!existsSync(path)) return { content: path };
    const real = realpathSync(path);
    return isOutside(realpathSync(folder), real)
      ? { trouble: 'is a link out of the project', help }
      : { content: real };
  };
  const read =
    <Content>(reader: (path: string, maxBytes: number) => Reading<Content>) =>
    (named: string, maxBytes: number): Reading<Content> => {
      const path = within(named);
      return 'trouble' in path ? path : reader(path.content, maxBytes);
    };
  return { bytes: read(readBytes), text: read(readText) };
}

function isOutside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '..' || way.startsWith('../') || way.startsWith('..\\') || isAbsolute(way);
}
