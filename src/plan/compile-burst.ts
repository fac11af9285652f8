import { evaluate } from '../expr/expression.ts';
import { templateOf } from '../expr/template.ts';
import type { LoadedScenario } from '../scenario/loaded-scenario.ts';
import { offsetsNs } from '../scenario/polling.ts';
import type { BurstRequest } from '../scenario/schema.ts';
import { compileCaptures, compileRequest } from './compile-request.ts';
import type { BurstPlan, BurstRequestPlan } from './plan.ts';

/** Unfolds counts, offsets and instances of the burst. */
export function compileBurst(loaded: LoadedScenario): BurstPlan {
  const { burst } = loaded.scenario;
  const requests = burst.requests.map((request) => compileBurstRequest(loaded, request));
  return {
    windowNs: burst.window * 1e6,
    settleMs: burst.settle,
    sync: burst.sync,
    connections: burst.connections,
    requests,
    members: requests.reduce(
      (sum, { count, offsetsNs, variants }) => sum + count * offsetsNs.length * variants.length,
      0,
    ),
  };
}

function compileBurstRequest(loaded: LoadedScenario, request: BurstRequest): BurstRequestPlan {
  const names = request.instance === 'each' ? Object.keys(loaded.instances) : [request.instance];
  return {
    name: request.name,
    variants: names.map((instance) => ({
      ...(instance !== undefined && { instance }),
      request: compileRequest(loaded, request.request, request, instance),
    })),
    values: request.values ?? {},
    captures: compileCaptures(request.capture),
    count: memberCount(request.count, loaded),
    offsetsNs: offsetsNs(request),
  };
}

/** A count is a number or a template over variables; the scenario was checked, so anything else is a bug. */
export function memberCount(
  count: number | string,
  { variables, env }: Pick<LoadedScenario, 'variables' | 'env'>,
): number {
  if (typeof count === 'number') return count;
  const [part] = templateOf(count).parts;
  const value = typeof part === 'object' ? evaluate(part.expression, { ...variables, env }) : undefined;
  const members = value?.kind === 'value' ? Number(value.value) : Number(count);
  if (!Number.isInteger(members) || members < 1) throw new Error(`count: ${count} is not a positive whole number`);
  return members;
}
