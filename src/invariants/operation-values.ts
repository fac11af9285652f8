import type { Operation } from '../history/operation.ts';
import type { Json } from '../support/json.ts';

/** What an expression over one operation can see. What is not known of it is absent, so that reading it is an error. */
export function operationValues(operation: Operation): Readonly<Record<string, Json>> {
  const { values, captures, member, request, outcome, effect, instance, answer, releasedAtNs, doneAtNs } = operation;
  return {
    ...values,
    ...captures,
    member,
    request,
    outcome,
    effect,
    instance: instance ?? '',
    ...(answer !== undefined && { status: answer.status }),
    ...(releasedAtNs !== undefined && doneAtNs !== undefined && { ms: (doneAtNs - releasedAtNs) / 1e6 }),
  };
}
