import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { RacehoundError } from '../support/diagnostic.ts';
import { didYouMean } from '../support/did-you-mean.ts';

const suffix = /\.race\.ya?ml$/;

/** By its name: others are taken only where they are named one by one. */
export function isScenarioFile(path: string): boolean {
  return suffix.test(path);
}

/** Scenario files among the given files and folders, folders searched to the bottom; sorted, each once. */
export function findScenarios(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.flatMap((path) => (kindOf(path) === 'folder' ? inFolder(path) : [path])))].sort();
}

function kindOf(path: string): 'folder' | 'file' {
  if (/^racehound\.ya?ml$/.test(basename(path)) && existsSync(path)) throw notAScenario(path);
  if (existsSync(path)) return statSync(path).isDirectory() ? 'folder' : 'file';
  const meant = didYouMean(basename(path), neighbours(path));
  throw new RacehoundError('usage', [
    {
      code: 'RH100',
      title: `there is no file or folder ${path}`,
      ...(meant !== undefined && { help: `did you mean ${join(dirname(path), meant)}?` }),
    },
  ]);
}

function notAScenario(path: string): RacehoundError {
  return new RacehoundError('usage', [
    {
      code: 'RH100',
      title: `${path} holds what the scenarios beside it share, and is none itself`,
      help: `name a scenario (*.race.yaml), or the folder: ${dirname(path)}`,
    },
  ]);
}

function neighbours(path: string): readonly string[] {
  try {
    return readdirSync(dirname(path));
  } catch {
    return [];
  }
}

function inFolder(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith('.') || entry.name === 'node_modules' ? [] : inFolder(path);
    return isScenarioFile(entry.name) ? [path] : [];
  });
}
