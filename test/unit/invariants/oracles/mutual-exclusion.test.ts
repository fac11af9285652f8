import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { Operation } from '../../../../src/history/operation.ts';
import { judge, round } from '../history-builder.ts';
import { type Agreement, agreementText, choices, operationText, span } from './operation-arbitrary.ts';

const lastNs = 12;
const leaseNs = 4;

interface Step {
  readonly operation: Operation;
  /** The instant of its effect; undefined when it had none. */
  readonly atNs: number | undefined;
}

const agreements: string[] = [];
afterAll(() => void process.stdout.write(`\n${agreements.join('\n')}\n`));

test.each([
  ['without a lease', Infinity, {}],
  ['with a lease', leaseNs, { lease: '0.004us' }],
])('mutualExclusion %s is violated only when no correct lock explains the answers', (name, lease, more) => {
  const agreement: Agreement = { runs: 0, impossible: 0, violated: 0 };
  const spec = {
    mutualExclusion: { acquire: 'lock.granted', release: 'unlock.ok', owner: 'who', busy: 'lock.refused', ...more },
  };
  const operation = operationText(
    fc.constantFrom(
      'lock:granted',
      'lock:granted',
      'lock:granted',
      'lock:refused',
      'lock:lost',
      'unlock:ok',
      'unlock:lost',
    ),
    fc.integer({ min: 1, max: 3 }).map((who) => `who:${who}`),
  );
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 4 }), (texts) => {
      const history = round(texts.join(';'));
      const possible = [...choices(history.operations.map(stepsOf))].some((steps) => explains(steps, lease));
      const { verdict } = judge(spec, history);
      agreement.runs += 1;
      if (!possible) agreement.impossible += 1;
      if (verdict === 'violated') {
        agreement.violated += 1;
        expect({ texts, possible }).toEqual({ texts, possible: false });
      }
      if (!history.operations.some(({ effect }) => effect === 'info') && !possible)
        expect(verdict).not.toBe('inconclusive');
    }),
    { numRuns: 1500, seed: 1 },
  );
  expect(agreement.violated).toBeGreaterThan(100);
  agreements.push(agreementText(`a lock ${name}`, agreement));
});

/** Every instant at which an operation may have taken effect; unknown ones also later, or never. */
function stepsOf(operation: Operation): readonly Step[] {
  const { stagedAtNs = 0, doneAtNs = lastNs, outcome } = operation;
  const steps = span(stagedAtNs, outcome === 'lost' ? lastNs : doneAtNs).map((atNs): Step => ({ operation, atNs }));
  return outcome === 'lost' ? [...steps, { operation, atNs: undefined }] : steps;
}

/** A lock that is free at first, and carries the steps out in this order of instants; those of one instant in any order. */
function explains(steps: readonly Step[], lease: number): boolean {
  const dated = steps.filter((step) => step.atNs !== undefined);
  return orders(dated).some((order) => {
    let holder: { readonly who: unknown; readonly untilNs: number } | undefined;
    return order.every(({ operation, atNs = 0 }) => {
      const held = holder !== undefined && holder.untilNs > atNs ? holder : undefined;
      const who = operation.values?.['who'];
      if (operation.request === 'unlock') {
        if (held?.who === who) holder = undefined;
        return true;
      }
      if (operation.outcome === 'refused') return held !== undefined;
      // An owner may get a lock again that it has.
      if (held !== undefined && held.who !== who) return operation.outcome === 'lost';
      holder = { who, untilNs: atNs + lease };
      return true;
    });
  });
}

function orders(steps: readonly Step[]): readonly (readonly Step[])[] {
  const [first] = [...steps].sort((one, other) => (one.atNs ?? 0) - (other.atNs ?? 0));
  if (first === undefined) return [[]];
  return steps
    .filter(({ atNs }) => atNs === first.atNs)
    .flatMap((next) => orders(steps.filter((step) => step !== next)).map((rest) => [next, ...rest]));
}
