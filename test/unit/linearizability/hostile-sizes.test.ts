import { describe, expect, test } from 'vitest';
import {
  checkLinearizable,
  counter,
  type CounterAction,
  lock,
  type Linearizability,
  queue,
  register,
  stock,
  type TimedOperation,
} from '../../../src/linearizability/index.ts';
import { overlapping, queueAction, registerAction, stockAction } from './generated-histories.ts';

const many = 10_000;

/** A closed form looks at each operation a few times; the search would have taken steps and kept configurations. */
const closedForm = { steps: many, memoryBytes: 0 };

function illegal<Action>(result: Linearizability<Action>) {
  if (result.kind !== 'illegal') throw new Error(`${result.kind}, expected illegal`);
  return result;
}

function spoilt<Action>(history: readonly TimedOperation<Action>[], place: number, action: Action) {
  return history.map((operation, at) => (at === place ? { ...operation, action } : operation));
}

describe(`${many} operations on one object`, () => {
  test('are judged without search: a register', () => {
    const history = overlapping(many, 20, registerAction);
    expect(checkLinearizable(register({ initial: -1 }), history)).toEqual({
      kind: 'ok',
      orders: [],
      effort: closedForm,
    });
    const stale = illegal(
      checkLinearizable(register({ initial: -1 }), spoilt(history, 8000, { kind: 'read', value: 3 })),
    );
    expect(stale.method).toBe('closed form');
    expect(stale.witness.length).toBeLessThanOrEqual(6);
    expect(stale.longest[0]?.blocked.length).toBeGreaterThan(0);
  });

  test('are judged without search: a queue', () => {
    const history = overlapping(many, 20, queueAction);
    expect(checkLinearizable(queue(), history)).toEqual({ kind: 'ok', orders: [], effort: closedForm });
    const empty = illegal(checkLinearizable(queue(), spoilt(history, 5001, { kind: 'dequeue', empty: true })));
    expect(empty.method).toBe('closed form');
    expect(empty.witness.length).toBeLessThan(20);
  });

  test('are judged without search: a sale', () => {
    const history = overlapping(many, many, stockAction(5000));
    expect(checkLinearizable(stock({ initial: 5000 }), history)).toEqual({
      kind: 'ok',
      orders: [],
      effort: closedForm,
    });
    const oversold = illegal(checkLinearizable(stock({ initial: 4000 }), history));
    expect(oversold.witness).toHaveLength(4001);
    expect(oversold.longest[0]?.order).toHaveLength(4000);
  });

  test('are searched in as many steps as there are operations when few overlap, also with equal values', () => {
    const history = overlapping(many, 1, (place) =>
      place % 2 === 0
        ? ({ kind: 'write', value: place % 4 } as const)
        : ({ kind: 'read', value: (place - 1) % 4 } as const),
    );
    const { kind, effort } = checkLinearizable(register({ initial: -1 }), history);
    expect(kind).toBe('ok');
    expect(effort.steps).toBe(many);
  });
});

describe('a burst of equal requests', () => {
  test('is searched in few steps, however many overlap', () => {
    const history = overlapping(200, 400, stockAction(51));
    const result = illegal(checkLinearizable(stock({ initial: 50 }), history, { searchOnly: true }));
    expect(result.effort.steps).toBeLessThan(20_000);
    expect(result.witness).toHaveLength(51);
  });

  test('of a lock too', () => {
    const history = overlapping(100, 200, (place) => ({ kind: 'acquire', owner: 'a', acquired: place < 2 }) as const);
    const result = illegal(checkLinearizable(lock(), history));
    expect(result.witness).toHaveLength(2);
  });
});

describe('a search that would explode', () => {
  const history = overlapping<CounterAction>(40, 80, (place) => ({ kind: 'add', by: 2 ** place }));
  const impossible = [
    ...history,
    { id: 99, startNs: 1000, endNs: 1001, effect: 'ok', action: { kind: 'read', value: 1 } } as const,
  ];

  test('ends without an answer when its steps are used up', () => {
    const result = checkLinearizable(counter({ initial: 0 }), impossible, { budget: { steps: 20_000 } });
    expect(result).toMatchObject({ kind: 'unknown', exhausted: 'steps' });
    // Between two looks at the budget lie the steps of one configuration.
    expect(result.effort.steps).toBeLessThan(20_000 + 2 * impossible.length);
  });

  test('ends without an answer when its memory is used up', () => {
    const memoryBytes = 1024 * 1024;
    const result = checkLinearizable(counter({ initial: 0 }), impossible, { budget: { steps: Infinity, memoryBytes } });
    expect(result).toMatchObject({ kind: 'unknown', exhausted: 'memoryBytes' });
    expect(result.effort.memoryBytes).toBeLessThan(memoryBytes + 1000);
  });

  test('shows the longest order that it had found', () => {
    const result = checkLinearizable(counter({ initial: 0 }), impossible, { budget: { steps: 5000 } });
    if (result.kind !== 'unknown') throw new Error(result.kind);
    expect(result.longest[0]?.order).toHaveLength(40);
    expect(result.longest[0]?.blocked.map(({ operation }) => operation.id)).toEqual([99]);
  });
});
