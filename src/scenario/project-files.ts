import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { RacehoundError } from '../support/diagnostic.ts';
import { codes } from './finding.ts';
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
    refuseOtherSpelling(folder);
    if (existsSync(join(folder, projectFile))) return { folder, projectFile: relative('', join(folder, projectFile)) };
    if (dirname(folder) === folder || existsSync(join(folder, '.git'))) return { folder: own };
  }
}

/** A file that is not read, though everybody would think that it is. */
function refuseOtherSpelling(folder: string): void {
  const other = join(folder, 'racehound.yml');
  if (!existsSync(other) || existsSync(join(folder, projectFile))) return;
  throw new RacehoundError('usage', [
    { code: codes.file, title: `${relative('', other)} is not read`, help: `rename it to ${projectFile}` },
  ]);
}

/** Where a path leads from a folder of a project; one out of the project is refused, links are followed first. */
export function pathWithin(project: string, from: string, named: string): Reading<string> {
  const path = resolve(from, named);
  const help = 'name a file of the project, by its relative path';
  if (named.includes('\0') || isAbsolute(named) || isOutside(resolve(project), path)) {
    return { trouble: 'lies outside the project', help };
  }
  const real = realPath(path);
  return isOutside(realpathSync(project), real) ? { trouble: 'is a link out of the project', help } : { content: real };
}

/** Of a file that is not there yet: in the folder in which it would be. */
function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : join(realPath(dirname(path)), basename(path));
}

/** Gives a scenario its files, and no others. */
export function projectFiles(folder: string, scenarioPath: string): ProjectFiles {
  const read =
    <Content>(reader: (path: string, maxBytes: number) => Reading<Content>) =>
    (named: string, maxBytes: number): Reading<Content> => {
      const path = pathWithin(folder, dirname(scenarioPath), named);
      return 'trouble' in path ? path : reader(path.content, maxBytes);
    };
  return { bytes: read(readBytes), text: read(readText) };
}

function isOutside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '..' || way.startsWith('../') || way.startsWith('..\\') || isAbsolute(way);
}
