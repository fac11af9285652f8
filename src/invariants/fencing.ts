import { compare, type Decimal, formatDecimal } from '../support/decimal.ts';
import type { CheckResult } from './checker.ts';
import type { Hold } from './holds.ts';
import { endOf, startOf } from './interval.ts';
import { readOperation } from './reading.ts';
import { asDecimal } from './round-number.ts';

type Violation = CheckResult & { readonly verdict: 'violated' };

interface Grant {
  readonly hold: Hold;
  readonly token: Decimal;
}

/**
 * Fencing tokens grow with every grant: of two grants that did not overlap the later one has the greater token, and no two owners
 * have the same one. Pushes on `doubts` which token could not be read.
 */
export function fencingFinding(expression: string, holds: readonly Hold[], doubts: string[]): Violation | undefined {
  const grants: Grant[] = [];
  for (const hold of holds.filter(({ certain }) => certain)) {
    const reading = readOperation(expression, hold.operation);
    const token = reading.kind === 'value' ? asDecimal(reading.value, expression) : reading;
    if (token.kind === 'missing') doubts.push(token.because);
    else grants.push({ hold, token: token.value });
  }
  return sharedToken(grants) ?? decreasing(grants);
}

function sharedToken(grants: readonly Grant[]): Violation | undefined {
  const owners = new Map<string, Grant>();
  for (const grant of grants) {
    const text = formatDecimal(grant.token);
    const known = owners.get(text);
    if (known === undefined) owners.set(text, grant);
    else if (known.hold.owner !== grant.hold.owner) return violation(known, grant, 'both have');
  }
  return undefined;
}

/** In the order of their starts, each grant against the greatest token among those that were over before. n log n. */
function decreasing(grants: readonly Grant[]): Violation | undefined {
  const byEnd = [...grants].sort((one, other) => endOf(one.hold.operation) - endOf(other.hold.operation));
  const byStart = [...grants].sort((one, other) => startOf(one.hold.operation) - startOf(other.hold.operation));
  let over = 0;
  let greatest: Grant | undefined;
  for (const grant of byStart) {
    for (let next = byEnd[over]; next !== undefined && endOf(next.hold.operation) < startOf(grant.hold.operation); ) {
      if (greatest === undefined || compare(next.token, greatest.token) > 0) greatest = next;
      over += 1;
      next = byEnd[over];
    }
    if (greatest !== undefined && compare(grant.token, greatest.token) < 0)
      return violation(greatest, grant, 'were granted one after the other with');
  }
  return undefined;
}

function violation(one: Grant, other: Grant, how: string): Violation {
  const members = [one.hold.operation.member, other.hold.operation.member];
  return {
    verdict: 'violated',
    expected: 'fencing tokens grow from grant to grant',
    measured: `members ${members.join(' and ')} ${how} ${formatDecimal(one.token)}${how === 'both have' ? '' : ` and ${formatDecimal(other.token)}`}`,
    witness: members,
    because: 'both grants are known, whatever else took effect',
  };
}
