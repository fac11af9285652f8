import {
  casRegister,
  counter,
  lock,
  type Model,
  queue,
  register,
  set,
  stock,
} from '../../../src/linearizability/index.ts';

/** What a correct object answers; `done` when there is nothing to tell. */
export type Answer = number | boolean | 'done' | 'empty';

/**
 * An object as it would be programmed, and how its model speaks of it. The oracles share nothing with the models: this is
 * code that runs, those are rules for what may be seen.
 */
export interface Sequential<State, Request, Action> {
  readonly initial: State;
  run(state: State, request: Request): readonly [State, Answer];
  readonly model: Model<unknown, Action>;
  /** The request with an answer, or with an unknown one. */
  action(request: Request, answer: Answer | undefined): Action;
  /** One of its requests, chosen by a number; `place` makes values that no other operation has. */
  request(choice: number, place: number): Request;
  /** An answer that may be wrong, chosen by a number. */
  otherAnswer(choice: number): Answer;
}

interface Named {
  readonly kind: string;
  readonly a: number;
  readonly b: number;
}

/** The state is any value; only its own object looks into it. */
type AnyObject = Sequential<unknown, Named, never>;

function object<State, Action>(
  known: Omit<Sequential<State, Named, Action>, 'model'> & { readonly model: unknown },
): AnyObject {
  return known as unknown as AnyObject;
}

const known = (name: string, answer: Answer | undefined) => (answer === undefined ? {} : { [name]: answer });
const named = (kinds: readonly string[], choice: number, a: number, b = 0): Named => ({
  kind: kinds[choice % kinds.length] ?? '',
  a,
  b,
});

function registerOf(values: (choice: number, place: number) => number): AnyObject {
  return object<number, unknown>({
    initial: 0,
    model: register({ initial: 0 }),
    run: (state, { kind, a }) => (kind === 'write' ? [a, 'done'] : [state, state]),
    action: ({ kind, a }, answer) => (kind === 'write' ? { kind, value: a } : { kind, ...known('value', answer) }),
    request: (choice, place) => named(['write', 'read'], choice, values(choice >> 2, place)),
    otherAnswer: (choice) => choice % 6,
  });
}

function queueOf(values: (choice: number, place: number) => number, initial: readonly number[]): AnyObject {
  return object<readonly number[], unknown>({
    initial,
    model: queue({ initial }),
    run: (state, { kind, a }) =>
      kind === 'enqueue'
        ? [[...state, a], 'done']
        : state.length === 0
          ? [state, 'empty']
          : [state.slice(1), state[0] ?? 0],
    action: ({ kind, a }, answer) =>
      kind === 'enqueue'
        ? { kind, value: a }
        : answer === 'empty'
          ? { kind, empty: true }
          : { kind, ...known('value', answer) },
    request: (choice, place) => named(['enqueue', 'dequeue'], choice, values(choice >> 2, place)),
    otherAnswer: (choice) => (choice % 3 === 0 ? 'empty' : (choice >> 2) % 6),
  });
}

function stockOf(initial: number, kinds: readonly string[], units: (choice: number) => number): AnyObject {
  return object<number, unknown>({
    initial,
    model: stock({ initial }),
    run(state, { kind, a }) {
      if (kind === 'read') return [state, state];
      if (kind === 'restock') return [state + a, 'done'];
      return state >= a ? [state - a, true] : [state, false];
    },
    action({ kind, a }, answer) {
      if (kind === 'read') return { kind, ...known('value', answer) };
      return kind === 'restock' ? { kind, units: a } : { kind, units: a, ...known('sold', answer) };
    },
    request: (choice) => named(kinds, choice, units(choice >> 2)),
    otherAnswer: (choice) => (kinds.length > 1 && choice % 2 === 0 ? (choice >> 1) % 4 : choice % 4 < 2),
  });
}

const few = (choice: number) => 1 + (choice % 2);
const own = (_: number, place: number) => place + 1;

/** For each model the objects that its oracle runs: those of its closed form, and others. */
export const objects: Readonly<Record<string, readonly AnyObject[]>> = {
  register: [registerOf(own), registerOf(few)],
  'cas-register': [
    object<number, unknown>({
      initial: 0,
      model: casRegister({ initial: 0 }),
      run(state, { kind, a, b }) {
        if (kind === 'write') return [b, 'done'];
        if (kind === 'read') return [state, state];
        return state === a ? [b, true] : [state, false];
      },
      action({ kind, a, b }, answer) {
        if (kind === 'write') return { kind, value: b };
        return kind === 'read'
          ? { kind, ...known('value', answer) }
          : { kind, from: a, to: b, ...known('done', answer) };
      },
      request: (choice) => named(['cas', 'write', 'cas', 'read'], choice, (choice >> 2) % 3, (choice >> 4) % 3),
      otherAnswer: (choice) => (choice % 2 === 0 ? (choice >> 1) % 3 : choice % 4 < 2),
    }),
  ],
  counter: [
    object<number, unknown>({
      initial: 0,
      model: counter({ initial: 0 }),
      run: (state, { kind, a }) => (kind === 'read' ? [state, state] : [state + a, state + a]),
      action: ({ kind, a }, answer) =>
        kind === 'read' ? { kind, ...known('value', answer) } : { kind, by: a, ...known('result', answer) },
      request: (choice) => named(['add', 'read', 'add'], choice, [1, 2, -1, 1][(choice >> 2) % 4] ?? 1),
      otherAnswer: (choice) => (choice % 5) - 1,
    }),
  ],
  set: [
    object<readonly number[], unknown>({
      initial: [1],
      model: set({ initial: [1] }),
      run(state, { kind, a }) {
        const there = state.includes(a);
        if (kind === 'contains') return [state, there];
        const without = state.filter((value) => value !== a);
        return kind === 'add' ? [[...without, a], !there] : [without, there];
      },
      action: ({ kind, a }, answer) => ({
        kind,
        value: a,
        ...known(kind === 'contains' ? 'found' : 'changed', answer),
      }),
      request: (choice) => named(['add', 'remove', 'contains', 'add'], choice, few(choice >> 2)),
      otherAnswer: (choice) => choice % 2 === 0,
    }),
  ],
  queue: [queueOf(own, []), queueOf(own, [7, 8]), queueOf(few, [])],
  stock: [
    ...[0, 1, 2, 3].map((units) => stockOf(units, ['buy'], () => 1)),
    stockOf(2, ['buy', 'restock', 'buy', 'read'], few),
  ],
  lock: [
    object<number, unknown>({
      initial: 0,
      model: lock(),
      run(state, { kind, a }) {
        if (kind === 'acquire') return state === 0 ? [a, true] : [state, false];
        return state === a ? [0, true] : [state, false];
      },
      action: ({ kind, a }, answer) => ({
        kind,
        owner: a,
        ...known(kind === 'acquire' ? 'acquired' : 'released', answer),
      }),
      request: (choice) => named(['acquire', 'release'], choice, few(choice >> 2)),
      otherAnswer: (choice) => choice % 2 === 0,
    }),
  ],
};
