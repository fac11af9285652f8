import { refusedHost } from '../engine/guard.ts';
import { originOf } from '../expr/request-template.ts';
import { labTarget } from '../importers/index.ts';
import { isScenarioFile, type LoadedScenario } from '../scenario/index.ts';
import { shellQuoted } from '../support/shell.ts';

/** What the scenario was made of: a format, a class, or nothing; and whether somebody named the target. */
interface Origin {
  readonly from?: readonly string[];
  readonly class?: string;
  readonly target?: string;
}

/** What to do with a scenario that `init` wrote. */
export function nextSteps(loaded: LoadedScenario, options: Origin): string {
  const { file, target, scenario, project } = loaded;
  const variables = Object.values(scenario.secrets).flatMap((secret) => ('env' in secret ? [secret.env] : []));
  const origin = originOf(new URL(target));
  const allowed = refusedHost(origin, project.guard.allowHosts) === undefined;
  const where = `${shellQuoted(file)}${allowed ? '' : ` --allow-host ${shellQuoted(origin.hostname)}`}`;
  const targetUnasked = options.class !== undefined && options.target === undefined;
  return [
    'Next:',
    ...changes(loaded, options),
    ...(isScenarioFile(file)
      ? []
      : [`  rename it to ${shellQuoted(`${file}.race.yaml`)}: of a folder, only *.race.yaml are run`]),
    ...(targetUnasked ? [`  put the address of your service in the place of ${target}, which is a guess`] : []),
    ...(target === labTarget ? ['  racehound lab   # in another terminal, while the target is the lab'] : []),
    ...variables.map((name) => `  export ${name}=   # behind the equals sign its value, which stands in no file`),
    `  racehound plan ${where}   # what would be sent to ${target}; sends nothing`,
    `  racehound run ${where}`,
    '',
  ].join('\n');
}

/** What the file can't know. */
function changes({ source, target, scenario }: LoadedScenario, options: Origin): readonly string[] {
  const marks = source.text.match(/# CHANGE\b/g)?.length ?? 0;
  if (options.class !== undefined)
    return [`  change the ${marks} places marked "# CHANGE" to the requests and answers of your service`];
  if (options.from === undefined)
    return target === labTarget
      ? ['  run it against the lab as it stands; then change it to your service, from `target` to `invariants`']
      : ['  change `prepare`, `observe`, `burst`, `outcomes` and `invariants` to what your service has'];
  const chosen = Object.keys(scenario.variables);
  return [
    ...(chosen.length === 0 ? [] : [`  choose the values under \`variables\`: ${chosen.join(', ')}`]),
    '  read it, make something fresh under `prepare`, and say under `invariants` what must still be true',
  ];
}
