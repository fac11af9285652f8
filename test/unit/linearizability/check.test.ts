import { describe, expect, test } from 'vitest';
import {
  casRegister,
  type CasRegisterAction,
  checkLinearizable,
  type Effect,
  keyed,
  queue,
  register,
  type RegisterAction,
  set,
  stock,
  type StockAction,
  type TimedOperation,
} from '../../../src/linearizability/index.ts';

function operation<Action>(id: number, startNs: number, endNs: number, action: Action, effect: Effect = 'ok') {
  return { id, startNs, endNs, effect, action } as const;
}

const write = (value: number): RegisterAction => ({ kind: 'write', value });
const read = (value: number): RegisterAction => ({ kind: 'read', value });

describe('checkLinearizable', () => {
  test('shows an order that explains everything', () => {
    const history = [operation(0, 0, 9, write(1)), operation(1, 1, 8, read(0)), operation(2, 9, 9, read(1))];
    const result = checkLinearizable(register({ initial: 0 }), history, { searchOnly: true });
    expect(result).toMatchObject({ kind: 'ok', orders: [{ order: [{ id: 1 }, { id: 0 }, { id: 2 }] }] });
  });

  test('leaves out what surely had no effect', () => {
    const history = [operation(0, 0, 1, write(1), 'fail'), operation(1, 2, 3, read(0))];
    expect(checkLinearizable(register({ initial: 0 }), history).kind).toBe('ok');
  });

  test('trusts neither the end nor the answer of what nobody knows', () => {
    const history = [operation(0, 0, 1, write(1), 'info'), operation(1, 5, 6, read(0)), operation(2, 7, 8, read(1))];
    expect(checkLinearizable(register({ initial: 0 }), history).kind).toBe('ok');
    const readToo = [operation(0, 0, 1, read(7), 'info')];
    expect(checkLinearizable(register({ initial: 0 }), readToo).kind).toBe('ok');
  });

  test('does not take a write of the value that is there already for one that may come at once', () => {
    // Only write 7, write 5, read 5 explains this: the write of 5 must wait, though it would change nothing at first.
    const history = [operation(0, 0, 10, write(5)), operation(1, 0, 3, write(7)), operation(2, 4, 12, read(5))];
    const result = checkLinearizable(register({ initial: 5 }), history);
    expect(result).toMatchObject({ kind: 'ok', orders: [{ order: [{ id: 1 }, { id: 0 }, { id: 2 }] }] });
  });

  test('tells a null from an answer that is not known', () => {
    const two = [
      operation(0, 0, 9, { kind: 'enqueue', value: null } as const),
      operation(1, 0, 9, { kind: 'enqueue', value: null } as const),
    ];
    const taken = [
      operation(2, 20, 29, { kind: 'dequeue', value: null } as const),
      operation(3, 20, 30, { kind: 'dequeue' } as const),
    ];
    expect(checkLinearizable(queue(), [...two, ...taken]).kind).toBe('ok');
    const other = [
      operation(0, 0, 9, { kind: 'enqueue', value: 1 } as const),
      operation(1, 0, 9, { kind: 'enqueue', value: 1 } as const),
    ];
    expect(checkLinearizable(queue(), [...other, ...taken]).kind).toBe('illegal');
  });

  test('judges the values of a set one by one', () => {
    const add = (value: string, changed: boolean) => ({ kind: 'add', value, changed }) as const;
    const history = [
      operation(0, 0, 9, add('a', true)),
      operation(1, 0, 9, add('b', true)),
      operation(2, 0, 9, add('b', true)),
    ];
    expect(checkLinearizable(set(), history)).toMatchObject({
      kind: 'illegal',
      part: '"b"',
      witness: [{ id: 1 }, { id: 2 }],
      longest: [{ state: 'it is there', blocked: [{ operation: { id: 2 }, reason: 'it is there' }] }],
    });
  });

  test('judges objects with a key one by one, each from the start', () => {
    const on = (key: string, action: RegisterAction) => ({ ...action, key });
    const history = [operation(0, 0, 1, on('a', write(1))), operation(1, 2, 3, on('b', read(0)))];
    expect(checkLinearizable(keyed(register({ initial: 0 })), history).kind).toBe('ok');
    const wrong = [...history, operation(2, 4, 5, on('a', read(0)))];
    expect(checkLinearizable(keyed(register({ initial: 0 })), wrong)).toMatchObject({
      kind: 'illegal',
      method: 'closed form',
      part: '["a",null]',
      witness: [{ id: 0 }, { id: 2 }],
    });
    const names = [operation(0, 0, 1, { kind: 'contains', value: 'x', found: true, key: 'a' } as const)];
    expect(checkLinearizable(keyed(set({ initial: ['x'] })), names).kind).toBe('ok');
  });

  test('says of each state that can be reached what blocks it', () => {
    const history: readonly TimedOperation<CasRegisterAction>[] = [
      operation(0, 0, 9, { kind: 'cas', from: 0, to: 1, done: true }),
      operation(1, 0, 9, { kind: 'cas', from: 0, to: 2, done: true }),
    ];
    const result = checkLinearizable(casRegister({ initial: 0 }), history);
    if (result.kind !== 'illegal') throw new Error(result.kind);
    const ends = result.longest.map(({ order, state, blocked }) => ({
      order: order.map(({ id }) => id),
      state,
      blocked: blocked.map(({ operation: { id }, reason }) => `${id}: ${reason}`),
    }));
    expect(ends).toEqual([
      { order: [0], state: 'the value is 1', blocked: ['1: the value is 1'] },
      { order: [1], state: 'the value is 2', blocked: ['0: the value is 2'] },
    ]);
  });

  test('finds the few operations to blame among many', () => {
    const buy = (sold: boolean): StockAction => ({ kind: 'buy', units: 1, sold });
    const burst = Array.from({ length: 30 }, (_, id) => operation(id, id, 1000, buy(id % 3 !== 2)));
    const many = [...burst, operation(30, 0, 2000, { kind: 'restock', units: 1 } as const)];
    const result = checkLinearizable(stock({ initial: 10 }), many);
    if (result.kind !== 'illegal') throw new Error(result.kind);
    // Eleven units there are; the twelve sold and no refusal contradict that.
    expect(result.witness.map(({ action }) => action)).toEqual(Array.from({ length: 12 }, () => buy(true)));
  });

  test('searches where a start is not known', () => {
    const history = [operation(0, -Infinity, 5, write(1)), operation(1, 6, 7, read(0))];
    expect(checkLinearizable(register({ initial: 0 }), history)).toMatchObject({ kind: 'illegal', method: 'search' });
  });

  test('refuses an interval that ends before it starts', () => {
    expect(() => checkLinearizable(register({ initial: 0 }), [operation(3, 5, 4, read(0))])).toThrow(
      new RangeError('operation 3 starts at 5 and ends at 4'),
    );
  });
});
