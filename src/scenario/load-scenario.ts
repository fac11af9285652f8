import { RacehoundError, type Source } from '../support/diagnostic.ts';
import { didYouMean } from '../support/did-you-mean.ts';
import { checkScenario } from './check-scenario.ts';
import { readRows } from './data-rows.ts';
import { environmentMentions } from './environment-mentions.ts';
import { codes } from './finding.ts';
import type { LoadedScenario } from './loaded-scenario.ts';
import { readBodies, readSecrets } from './outside-values.ts';
import { type Parsed, parseFile } from './parse-file.ts';
import { collectProblems } from './problems.ts';
import { projectFiles, projectFolder } from './project-files.ts';
import { projectReporters } from './project-reporters.ts';
import { type Project, projectSchema, scenarioSchema } from './schema.ts';
import { type Overrides, settle } from './settings.ts';
import { createTextChecks } from './text-checks.ts';
import { visibleNames } from './visible-names.ts';
import { parseYamlFile, readYamlFile, type YamlFile } from './yaml-file.ts';

export interface LoadOptions extends Overrides {
  /** Secrets must be there; `validate` can do without. */
  readonly requireSecrets: boolean;
}

/**
 * Reads and checks a scenario file with everything that it names: the nearest `racehound.yaml`, rows, secrets, bodies.
 * Throws `RacehoundError` with all of its errors at once. A scenario is not trusted: nothing in it runs, and it can name
 * no file outside of its project.
 */
export function loadScenario(path: string, options: LoadOptions): LoadedScenario {
  const { folder, projectFile } = projectFolder(path);
  return checkFile(readYamlFile(path), folder, loadProject(projectFile, options.environment), options);
}

/** Checks a scenario whose text is at hand; `folder` is the one whose files it may name. */
export function checkSource(source: Source, folder: string, project: Project, options: LoadOptions): LoadedScenario {
  const file = parseYamlFile({ path: 'racehound.yaml', text: '{}' });
  return checkFile(parseYamlFile(source), folder, { value: project, file, problems: collectProblems(file) }, options);
}

function checkFile(yaml: YamlFile, folder: string, project: Parsed<Project>, options: LoadOptions): LoadedScenario {
  const { value: scenario, file, problems } = parseFile('scenario', scenarioSchema, yaml);
  const { source } = file;
  const files = projectFiles(folder, source.path);
  const env = mentioned(options.env, yaml, project.file);
  const loaded = {
    file: source.path,
    source,
    scenario,
    project: project.value,
    env,
    ...settle(scenario, project.value, options, env, { scenario: problems, project: project.problems }),
    secrets: readSecrets(scenario, files, { ...options, file: source.path }, problems),
    rows: readRows(scenario.data, files, problems),
    bodies: readBodies(scenario, files, problems),
    reporters: projectReporters(project, folder),
    locate: file.locate,
  };
  checkScenario(loaded, problems);
  const headers = createTextChecks(project.problems, new Map());
  headers.templates(['defaults', 'headers'], project.value.defaults.headers, visibleNames(loaded).everywhere);
  if (project.problems.all.length > 0) project.problems.throwAll();
  if (problems.all.length > 0) problems.throwAll();
  return loaded;
}

function loadProject(path: string | undefined, environment: string | undefined): Parsed<Project> {
  const yaml = path === undefined ? parseYamlFile({ path: 'racehound.yaml', text: '{}' }) : readYamlFile(path);
  const project = parseFile('project', projectSchema, yaml);
  const known = Object.keys(project.value.environments);
  if (environment !== undefined && !known.includes(environment)) {
    const meant = didYouMean(environment, known);
    const help = known.length === 0 ? 'describe it under environments in racehound.yaml' : `known: ${known.join(', ')}`;
    throw new RacehoundError('usage', [
      {
        code: codes.reference,
        title: `--environment ${environment}: ${path === undefined ? 'there is no racehound.yaml that describes it' : `${path} describes no such environment`}`,
        help: meant === undefined ? help : `did you mean ${meant}?`,
      },
    ]);
  }
  return project;
}

function mentioned(env: LoadOptions['env'], ...files: readonly YamlFile[]): Readonly<Record<string, string>> {
  const names = files.flatMap(({ value }) => [...environmentMentions(value)]);
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = Object.hasOwn(env, name) ? env[name] : undefined;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
