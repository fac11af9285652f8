import type { Names } from '../expr/names.ts';
import { renderJson } from '../expr/request-template.ts';
import { RenderError } from '../expr/template.ts';
import type { Json } from '../support/json.ts';
import { randomFor } from '../support/random.ts';
import { stringifyJson } from '../support/lossless-json.ts';
import { codes, type Finding } from './finding.ts';
import type { LoadedScenario } from './loaded-scenario.ts';
import type { Path } from './path.ts';
import type { Problems } from './problems.ts';
import type { Project, Scenario } from './schema.ts';
import { createTextChecks, type TextChecks } from './text-checks.ts';
import { valueNames } from './visible-names.ts';

/** What the command line says about where to test. */
export interface Overrides {
  readonly target?: string;
  /** A profile of `racehound.yaml`. */
  readonly environment?: string;
  /** Values of `--var`. */
  readonly variables: Readonly<Record<string, Json>>;
  /** The environment of the process. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

type Settings = Pick<LoadedScenario, 'target' | 'instances' | 'variables'>;

/** A part of a file, and where to tell of what is wrong with it. */
interface Origin {
  readonly path: Path;
  readonly problems: Problems;
}

/** Decides target, instances and variables: flags over environment over scenario over project. Fills in `env.X` and variables. */
export function settle(
  scenario: Scenario,
  project: Project,
  overrides: Overrides,
  env: Readonly<Record<string, string>>,
  told: { readonly scenario: Problems; readonly project: Problems },
): Settings {
  const { environment } = overrides;
  const profile = environment === undefined ? undefined : project.environments[environment];
  const inProject = (...path: string[]): Origin => ({ path, problems: told.project });
  const inProfile = (...path: string[]) => inProject('environments', environment ?? '', ...path);
  const inScenario = (...path: string[]): Origin => ({ path, problems: told.scenario });

  const envOnly = filler({ env });
  const variables = {
    ...envOnly.all(project.variables, inProject('variables')),
    ...envOnly.all(scenario.variables, inScenario('variables')),
    ...envOnly.all(profile?.variables ?? {}, inProfile('variables')),
    ...overrides.variables,
  };

  const filled = filler({ ...variables, env });
  const url = (template: string, origin: Origin) => checked(filled.text(template, origin), origin, urlProblem);
  const instancesAt = profile?.instances === undefined ? inScenario('instances') : inProfile('instances');
  const instances = Object.fromEntries(
    Object.entries(profile?.instances ?? scenario.instances).map(([name, instance]) => {
      const origin = { ...instancesAt, path: [...instancesAt.path, name] };
      if (typeof instance === 'string') return [name, { url: url(instance, origin) }];
      const part = (key: string) => ({ ...origin, path: [...origin.path, key] });
      const { connectTo } = instance;
      const dialled = connectTo === undefined ? undefined : filled.text(connectTo, part('connectTo'));
      return [
        name,
        {
          url: url(instance.url, part('url')),
          ...(dialled !== undefined && { connectTo: checked(dialled, part('connectTo'), addressProblem) }),
        },
      ];
    }),
  );

  const target = (): string => {
    if (overrides.target !== undefined && profile?.instances === undefined && namesInstance(scenario))
      told.scenario.add(instancesStay);
    if (overrides.target !== undefined)
      return checked(overrides.target, { path: ['--target'], problems: told.scenario }, urlProblem);
    if (profile?.target !== undefined) return url(profile.target, inProfile('target'));
    if (scenario.target !== undefined) return url(scenario.target, inScenario('target'));
    if (project.target !== undefined) return url(project.target, inProject('target'));
    const [first] = Object.values(instances);
    if (first === undefined) told.scenario.add(noTarget);
    return first?.url ?? '';
  };
  return { target: target(), instances, variables };
}

const noTarget: Finding = {
  code: codes.target,
  path: [],
  title: 'nothing says which service to test',
  help: 'add target: http://127.0.0.1:8080, or pass --target URL',
};

const instancesStay: Finding = {
  code: codes.target,
  path: ['instances'],
  title: '--target says nothing about the instances that requests of this scenario go to',
  help: 'describe the instances of that place under environments in racehound.yaml, and choose them with --environment',
};

function namesInstance({ setup, prepare, observe, teardown, burst }: Scenario): boolean {
  return [...setup, ...prepare, ...observe, ...teardown, ...burst.requests].some(
    ({ instance }) => instance !== undefined,
  );
}

interface Filler {
  readonly text: (template: string, origin: Origin) => string;
  readonly all: (values: Readonly<Record<string, Json>>, origin: Origin) => Readonly<Record<string, Json>>;
}

/** Fills in templates that stand outside of any round, so nothing random exists there. */
function filler(values: Readonly<Record<string, Json>>): Filler {
  const names: Names = valueNames(values);
  // The check below lets no template through that draws from these.
  const scope = { names: values, random: () => randomFor(0), nowMs: () => 0 };
  const checks = new Map<Problems, TextChecks>();
  const fill = (template: Json, { path, problems }: Origin): Json => {
    const check = checks.get(problems) ?? createTextChecks(problems, outsideRounds);
    checks.set(problems, check);
    const before = problems.all.length;
    check.templates(path, template, names, {});
    if (problems.all.length > before) return template;
    try {
      return renderJson(template, scope, '');
    } catch (error) {
      if (!(error instanceof RenderError)) throw error;
      problems.add({
        code: codes.expression,
        path,
        title: error.message,
        help: 'only variables and env.X are known here',
      });
      return template;
    }
  };
  return {
    text(template, origin) {
      const value = fill(template, origin);
      return typeof value === 'string' ? value : stringifyJson(value);
    },
    all: (record, origin) =>
      Object.fromEntries(
        Object.entries(record).map(([name, value]) => [name, fill(value, { ...origin, path: [...origin.path, name] })]),
      ),
  };
}

const outsideRounds: ReadonlyMap<string, string> = new Map(
  ['secrets', 'round', 'member', 'instance'].map((name) => [name, 'only variables and env.X are known here']),
);

function checked(text: string, { path, problems }: Origin, problemOf: (text: string) => string | undefined): string {
  const wrong = text.includes('{{') ? undefined : problemOf(text);
  if (wrong !== undefined) {
    problems.add({
      code: codes.target,
      path,
      title: `${path.join('.')}: ${wrong}`,
      help: 'for example http://127.0.0.1:8080',
    });
  }
  return text;
}

function urlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return `expected a URL, found ${JSON.stringify(text)}`;
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return `expected an http or https URL, found ${JSON.stringify(text)}`;
  if (url.username !== '' || url.password !== '') return 'credentials in a URL are not sent; write them as auth';
  return /[?#]/.test(text) ? 'paths go behind a base URL, so it has no query and no fragment' : undefined;
}

function addressProblem(text: string): string | undefined {
  return /^(\[[0-9a-fA-F:.]+\]|[^/\s:]+):\d{1,5}$/.test(text)
    ? undefined
    : `expected host:port, found ${JSON.stringify(text)}`;
}
