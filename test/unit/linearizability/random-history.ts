import * as fc from 'fast-check';
import type { TimedOperation } from '../../../src/linearizability/index.ts';
import type { Observed } from './brute-force.ts';
import type { Sequential } from './objects.ts';

/** Which of the objects, and for each operation all that is random about it in one number: cheap to make and to shrink. */
export const recipe = fc.tuple(fc.nat(63), fc.array(fc.nat(2 ** 22 - 1), { maxLength: 6 }));

/** A history of an object: the answers are right for some order of instants inside the intervals, or a few are not. */
export function historyOf<State, Request>(
  object: Sequential<State, Request, never>,
  numbers: readonly number[],
): readonly Observed<Request>[] {
  const operations = numbers.map((number, place) => {
    const bits = (from: number, count: number) => (number >> from) & (2 ** count - 1);
    const startNs = bits(6, 3);
    const lengthNs = bits(9, 2);
    return {
      request: object.request(bits(0, 6), place),
      startNs,
      endNs: startNs + lengthNs,
      atNs: startNs + (bits(11, 2) % (lengthNs + 1)),
      // One of four is unknown, one of eight happened and its answer was lost.
      optional: bits(13, 2) === 3,
      untold: bits(15, 3) === 7,
      wrong: bits(18, 2) >= 2 ? object.otherAnswer(bits(13, 8)) : undefined,
    };
  });
  let state = object.initial;
  return [...operations]
    .sort((a, b) => a.atNs - b.atNs)
    .map(({ request, startNs, endNs, optional, untold, wrong }) => {
      const [after, answer] = object.run(state, request);
      state = after;
      if (optional) return { request, answer: undefined, startNs, endNs: Infinity, optional };
      return { request, answer: untold ? undefined : plausible(answer, wrong), startNs, endNs, optional };
    });
}

/** An answer of the kind that the request has; a wrong one of another kind would be found at once. */
function plausible(right: Observed<unknown>['answer'], wrong: Observed<unknown>['answer']) {
  if (wrong === undefined || right === 'done') return right;
  const alike = typeof wrong === typeof right || right === 'empty' || wrong === 'empty';
  return alike ? wrong : right;
}

/** The same history in the words of the model. */
export function asTimed<Request, Action>(
  object: Sequential<unknown, Request, Action>,
  history: readonly Observed<Request>[],
): readonly TimedOperation<Action>[] {
  return history.map(({ request, answer, startNs, endNs, optional }, id) => ({
    id,
    startNs,
    endNs,
    effect: optional ? 'info' : 'ok',
    action: object.action(request, answer),
  }));
}
