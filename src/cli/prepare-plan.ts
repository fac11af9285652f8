import { refusedHost } from '../engine/guard.ts';
import { originOf } from '../expr/request-template.ts';
import type { Origin } from '../history/request.ts';
import { literalCredentials } from '../history/secret-values.ts';
import { compilePlan, type Plan } from '../plan/index.ts';
import type { LoadedScenario } from '../scenario/index.ts';
import { type Diagnostic, RacehoundError } from '../support/diagnostic.ts';
import type { PlanOptionValues } from './options.ts';

/** A plan that may be carried out: hosts and budget are allowed. */
export interface PreparedPlan {
  readonly loaded: LoadedScenario;
  readonly plan: Plan;
  readonly allowHosts: readonly string[];
  /** Everything that must not appear in any output. */
  readonly secrets: readonly string[];
}

/** Compiles a plan and holds it against the guard, before the first packet. */
export function preparePlan(loaded: LoadedScenario, options: PlanOptionValues, seed: number): PreparedPlan {
  const plan = compilePlan(loaded, {
    seed,
    ...(options.rounds !== undefined && { rounds: options.rounds }),
    ...(options.maxRequests !== undefined && { maxRequests: options.maxRequests }),
  });
  const allowHosts = [...loaded.project.guard.allowHosts, ...options.allowHost];
  const { budget } = plan;
  for (const host of plan.hosts) {
    const refused = refusedHost(host, allowHosts);
    if (refused !== undefined)
      throw new RacehoundError('untestable', [{ code: 'RH301', ...whence(host, loaded, options, refused) }]);
  }
  if (budget.total > budget.max) {
    throw new RacehoundError('untestable', [
      {
        code: 'RH201',
        title: `${loaded.file} needs ${budget.total} requests, the budget is ${budget.max}`,
        help: 'fire fewer rounds (--rounds), or raise guard.maxRequests in racehound.yaml or --max-requests',
      },
    ]);
  }
  return {
    loaded,
    plan,
    allowHosts,
    secrets: [
      ...Object.values(loaded.secrets),
      ...literalCredentials(loaded.scenario),
      ...literalCredentials(loaded.project),
      ...literalCredentials(loaded.variables),
      ...literalCredentials(loaded.rows),
    ],
  };
}

/** Where a host was named: on the command line, or at a place of the scenario; `racehound.yaml` has no places any more. */
function whence(
  host: Origin,
  { scenario, source, locate, instances, project }: LoadedScenario,
  { target, environment }: PlanOptionValues,
  refused: string,
): Pick<Diagnostic, 'title' | 'source' | 'span'> {
  const named = Object.keys(instances).find((name) => isAt(instances[name]?.url, host));
  const profile = environment === undefined ? undefined : project.environments[environment];
  if (isAt(target, host)) return { title: `--target ${target}: ${refused}` };
  if (isAt(profile?.target, host) || (named !== undefined && profile?.instances !== undefined))
    return { title: `--environment ${environment}: ${refused}` };
  if (named !== undefined) return { title: refused, source, span: locate(['instances', named]) };
  if (scenario.target === undefined) return { title: `target in racehound.yaml: ${refused}` };
  return { title: refused, source, span: locate(['target']) };
}

function isAt(url: string | undefined, { hostname, port }: Origin): boolean {
  if (url === undefined || !URL.canParse(url)) return false;
  const origin = originOf(new URL(url));
  return origin.hostname === hostname && origin.port === port;
}
