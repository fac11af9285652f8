import type { ScenarioReport } from '../analysis/run-report.ts';
import type { Operation } from '../history/operation.ts';

/** Where the trace of an operation can be looked at; its id when nobody said where; undefined when it carried none. */
export function traceLink(
  { traceUrl }: Pick<ScenarioReport, 'traceUrl'>,
  { traceId }: Pick<Operation, 'traceId'>,
): string | undefined {
  return traceId === undefined ? undefined : (traceUrl?.replaceAll('{traceId}', traceId) ?? traceId);
}
