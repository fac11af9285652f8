import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMeter, defaultBudget } from '../../../src/linearizability/budget.ts';
import { checkLinearizable, type Method } from '../../../src/linearizability/index.ts';
import { byStart } from '../../../src/linearizability/operation.ts';
import { search } from '../../../src/linearizability/search.ts';
import { explained, type Observed, proves } from './brute-force.ts';
import { objects } from './objects.ts';
import { asTimed, historyOf, recipe } from './random-history.ts';

/*
 * Three oracles must agree: brute force over a program, the search, and the closed form where there is one.
 * More of it: ORACLE_RUNS=5000000 ORACLE_SEED=7 npx vitest run test/unit/linearizability/oracle.test.ts
 */
const runs = Number(process.env['ORACLE_RUNS'] ?? 100_000);
const seed = Number(process.env['ORACLE_SEED'] ?? 20_261_126);
/** The witness and the explanation are looked at in one of so many histories. */
const everyNth = 25;

describe.each(Object.entries(objects))('%s', (name, variants) => {
  test(`brute force, search and closed form agree on ${runs} random histories`, () => {
    const seen = { legal: 0, illegal: 0, closed: 0, unknown: 0, witnesses: 0 };
    let count = 0;
    fc.assert(
      fc.property(recipe, ([which, numbers]) => {
        const object = variants[which % variants.length];
        if (object === undefined) throw new Error('no such object');
        const { model } = object;
        const history = historyOf(object, numbers);
        const operations = asTimed(object, history).toSorted(byStart);
        const legal = explained(object, object.initial, history);
        count += 1;
        seen[legal ? 'legal' : 'illegal'] += 1;
        if (history.some(({ optional }) => optional)) seen.unknown += 1;

        // A set is made of independent objects, so the search for all of it goes through the front door.
        if (model.partOf === undefined) {
          const found = search(model, model.initial(undefined), operations, createMeter(defaultBudget));
          expect(found.kind).toBe(legal ? 'ok' : 'illegal');
          if (found.kind === 'ok') expect(proves(object, history, inWordsOf(history, found.order))).toBe(true);
          const closed = model.closedForm?.(operations, model.initial(undefined));
          if (closed !== undefined) {
            seen.closed += 1;
            expect(closed.kind).toBe(legal ? 'ok' : 'illegal');
          }
        } else expect(checkLinearizable(model, operations).kind).toBe(legal ? 'ok' : 'illegal');

        if (legal || count % everyNth !== 0) return;
        for (const searchOnly of [false, true]) {
          const result = checkLinearizable(model, operations, { searchOnly });
          if (result.kind !== 'illegal') throw new Error(`${result.kind}, expected illegal`);
          seen.witnesses += 1;
          const ids = new Set(result.witness.map(({ id }) => id));
          const alone = history.flatMap((operation, id) => {
            if (ids.has(id)) return [operation];
            const told = operations.find((timed) => timed.id === id);
            const noEffect = told !== undefined && model.isPure(told.action);
            return noEffect || leavesOut(name, result.method) ? [] : [weakened(operation)];
          });
          expect(explained(object, object.initial, alone)).toBe(false);
          for (const { blocked } of result.longest) expect(blocked.length).toBeGreaterThan(0);
          expect(result.longest.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: runs, seed },
    );
    process.stdout.write(
      `${name}: ${count} histories (${seen.legal} linearizable, ${seen.illegal} not; ${seen.unknown} with unknown outcomes), ` +
        `${seen.closed} also by closed form, ${seen.witnesses} witnesses checked\n`,
    );
    expect(count).toBe(runs);
    expect(Math.min(seen.legal, seen.illegal, seen.unknown)).toBeGreaterThan(runs / 20);
  }, 600_000);
});

/** In registers and queues the closed forms show values that contradict each other; those of other values prove nothing. */
function leavesOut(name: string, method: Method): boolean {
  return method === 'closed form' && name !== 'stock';
}

function inWordsOf<Request>(
  history: readonly Observed<Request>[],
  order: readonly { readonly id: number }[],
): readonly Observed<Request>[] {
  return order.flatMap(({ id }) => history[id] ?? []);
}

function weakened<Request>(operation: Observed<Request>): Observed<Request> {
  return { ...operation, answer: undefined, endNs: Infinity, optional: true };
}
