import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { RecordedTemplates, RequestSpec } from '../reporters/index.ts';
import type { LoadedScenario } from '../scenario/index.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { isMap, type Json } from '../support/json.ts';
import { variableNames, variablePattern } from '../support/shell.ts';
import type { RunOptions } from './options.ts';

const settings = z.looseObject({
  target: z.string().exactOptional(),
  environment: z.string().exactOptional(),
  var: z.record(z.string(), z.custom<Json>()),
  allowHost: z.array(z.string()),
  maxRequests: z.number().exactOptional(),
  insecure: z.boolean(),
  cacert: z.string().exactOptional(),
});

const json = z.custom<Json>().optional();
const request = z.looseObject({
  request: z.string().optional(),
  headers: json,
  query: json,
  cookies: json,
  json,
  form: json,
  body: json,
  auth: json,
  capture: json,
  set: json,
});
const templates = z.looseObject({
  prepare: z.array(request),
  requests: z.record(z.string(), request),
  // Into a script they go as they are.
  secrets: z.record(z.string(), z.string().regex(variablePattern)),
  fromSetup: z.record(z.string(), z.string().regex(variablePattern)).optional(),
});

/** What is recorded of a scenario besides what its judge must know: enough to fire a round of it again. */
export const scenarioRecord = z.looseObject({
  name: z.string(),
  file: z.string(),
  /** The file as a path from the folder of the run: the same from wherever it is replayed. */
  fileFromRun: z.string().optional(),
  /** The command that hunts its plan again. */
  replay: z.string(),
  /** The command line's part in the plan. */
  settings: settings.optional(),
  /** Of everything in files that the plan was made of. */
  sourceHash: z.string().optional(),
  /** What the requests were made from, for a script that makes them again. */
  templates: templates.optional(),
  /** It was a replay: each of its rounds was this one. */
  replayOf: z.looseObject({ run: z.string(), round: z.int() }).optional(),
  commit: z.looseObject({ id: z.string(), file: z.string() }).optional(),
  repositoryFile: z.string().optional(),
});
export type ScenarioRecord = z.output<typeof scenarioRecord>;

/** What a run records of its scenario besides the facts of the judge. */
export function recordOf(
  loaded: LoadedScenario,
  options: RunOptions,
): Pick<ScenarioRecord, 'settings' | 'sourceHash'> & { readonly templates: RecordedTemplates } {
  const { target, environment, allowHost, maxRequests, insecure, cacert } = options;
  return {
    settings: {
      ...(target !== undefined && { target }),
      ...(environment !== undefined && { environment }),
      var: options.var,
      allowHost: [...allowHost],
      ...(maxRequests !== undefined && { maxRequests }),
      insecure,
      ...(cacert !== undefined && { cacert }),
    },
    sourceHash: sourceHash(loaded),
    templates: templatesOf(loaded.scenario),
  };
}

export function templatesOf({ setup, prepare, burst, secrets }: LoadedScenario['scenario']): RecordedTemplates {
  // A scenario came out of YAML: it is plain data, whatever its types know of it.
  const specs = (list: unknown) => list as readonly (RequestSpec & { readonly name?: string })[];
  return {
    prepare: specs(prepare),
    requests: Object.fromEntries(specs(burst.requests).map((each) => [each.name ?? '', each])),
    secrets: environmentOf(secrets),
    fromSetup: variableNames(
      specs(setup).flatMap((step) =>
        [step.capture, step.set].flatMap((values) => Object.keys(isMap(values) ? values : {})),
      ),
      new Set(Object.values(environmentOf(secrets))),
    ),
  };
}

/** The variable that each secret is read from; one of its own for a secret that comes from a file. */
function environmentOf(secrets: LoadedScenario['scenario']['secrets']): RecordedTemplates['secrets'] {
  const real = Object.fromEntries(
    Object.entries(secrets).flatMap(([name, from]) =>
      'env' in from && variablePattern.test(from.env) ? [[name, from.env]] : [],
    ),
  );
  const others = Object.keys(secrets).filter((name) => !Object.hasOwn(real, name));
  return { ...real, ...variableNames(others, new Set(Object.values(real))) };
}

/** Changes when the scenario's text does, its `racehound.yaml`, its data rows, or a body that it takes from a file. */
export function sourceHash({ source, project, rows, bodies }: LoadedScenario): string {
  const hash = createHash('sha256').update(source.text);
  // Plain data, all of it read from files; interfaces have no index signature, which `Json` asks for.
  hash.update(canonicalJson({ project, rows } as unknown as Json));
  for (const [name, bytes] of Object.entries(bodies)) hash.update(`\n${name}\n`).update(bytes);
  return hash.digest('hex');
}
