import { relative } from 'node:path';
import { codes } from './finding.ts';
import type { Parsed } from './parse-file.ts';
import { pathWithin } from './project-files.ts';
import type { Project } from './schema.ts';

/** The reporters of a `racehound.yaml`, their paths from its folder: it may come from a stranger, and can write nowhere else. */
export function projectReporters({ value, problems }: Parsed<Project>, folder: string): readonly string[] {
  return value.reporters.map((spec, place) => {
    const [, reporter, named] = /^([^=]*)=(.+)$/s.exec(spec) ?? [];
    if (named === undefined || named === '-') return spec;
    const path = pathWithin(folder, folder, named);
    if ('content' in path) return `${reporter}=${relative('', path.content)}`;
    problems.add({ code: codes.file, path: ['reporters', place], title: `${named} ${path.trouble}`, help: path.help });
    return spec;
  });
}
