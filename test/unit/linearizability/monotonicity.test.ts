import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkLinearizable } from '../../../src/linearizability/index.ts';
import { objects } from './objects.ts';
import { asTimed, historyOf, recipe } from './random-history.ts';

/** Whoever knows less can't be surer: what is explained stays so when an observation is weakened. */
describe.each(Object.entries(objects))('%s: what an order explains', (_, variants) => {
  const place = fc.nat(5);

  test.each([
    ['an answer is forgotten', ({ effect: _effect, ...operation }) => ({ ...operation, effect: 'info' as const })],
    ['an interval begins earlier', (operation) => ({ ...operation, startNs: operation.startNs - 2 })],
    ['an interval ends later', (operation) => ({ ...operation, endNs: operation.endNs + 2 })],
  ] as readonly (readonly [string, <Timed extends Operation>(operation: Timed) => Timed])[])(
    'is still explained when %s',
    (_name, weaken) => {
      fc.assert(
        fc.property(recipe, place, ([which, numbers], chosen) => {
          const object = variants[which % variants.length];
          if (object === undefined) throw new Error('no such object');
          const operations = asTimed(object, historyOf(object, numbers));
          fc.pre(checkLinearizable(object.model, operations).kind === 'ok');
          const weaker = operations.map((operation, at) => (at === chosen ? weaken(operation) : operation));
          expect(checkLinearizable(object.model, weaker).kind).toBe('ok');
        }),
        { numRuns: 1000, seed: 7 },
      );
    },
  );
});

interface Operation {
  readonly startNs: number;
  readonly endNs: number;
  readonly effect: 'ok' | 'fail' | 'info';
}
