import type { Operation } from '../history/operation.ts';
import type { CheckResult } from '../invariants/index.ts';
import { collisionOf } from './collision.ts';
import type { Breach } from './round-report.ts';

/** What a violated invariant shows of its round. */
export function breachOf(
  invariant: string,
  { expected, measured, because, details, witness }: CheckResult & { readonly verdict: 'violated' },
  operations: readonly Operation[],
): Breach {
  const collision = collisionOf(witness, operations);
  return {
    invariant,
    expected,
    measured,
    because,
    ...(details !== undefined && { details }),
    witness,
    ...(collision !== undefined && { collision }),
  };
}

/** The witness in its own order, then the others in the order of their release. */
export function witnessFirst(witness: readonly number[], operations: readonly Operation[]): readonly Operation[] {
  const place = ({ member }: Operation) => (witness.includes(member) ? witness.indexOf(member) : witness.length);
  return [...operations].sort(
    (a, b) => place(a) - place(b) || (a.releasedAtNs ?? Number.MAX_VALUE) - (b.releasedAtNs ?? Number.MAX_VALUE),
  );
}
