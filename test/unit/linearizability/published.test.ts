import { describe, expect, test } from 'vitest';
import {
  type CasRegisterAction,
  casRegister,
  checkLinearizable,
  queue,
  type QueueAction,
  register,
  type RegisterAction,
} from '../../../src/linearizability/index.ts';
import { events } from './event-notation.ts';

/** By closed form where there is one, and by the search, the answer must be the published one. */
const ways = [{ searchOnly: false }, { searchOnly: true }];

describe('Herlihy and Wing, "Linearizability: a correctness condition for concurrent objects" (TOPLAS 1990), figure 1', () => {
  // The events as transcribed at https://github.com/lorin/tla-linearizability.
  test.each([
    ['a: two enqueues at once, dequeued in either order', 'A+ex B+ey B= A= B+d B=x A+d A=y A+ez', 'ok'],
    ['b: y overtakes x', 'A+ex A= B+ey A+d B= A=y', 'illegal'],
    ['c: x is dequeued while its enqueue is still pending', 'A+ex B+d B=x', 'ok'],
    ['d: y is dequeued twice', 'A+ex B+ey A= B= A+d C+d A=y C=y', 'illegal'],
  ])('%s', (_, text, expected) => {
    for (const way of ways) expect(checkLinearizable(queue(), events<QueueAction>(text), way).kind).toBe(expected);
  });
});

describe('MIT 6.824 (2017), quiz 2, section VII, as in the tests of Porcupine (porcupine_test.go, TestRegisterModel)', () => {
  test.each([
    ['two reads of the two values while a write is pending', 'A+w100 B+r C+r C=0 B=100 A=', 'ok'],
    ['the old value after somebody has read the new one', 'A+w200 B+r B=200 C+r C=0 A=', 'illegal'],
  ])('%s', (_, text, expected) => {
    for (const way of ways)
      expect(checkLinearizable(register({ initial: 0 }), events<RegisterAction>(text), way).kind).toBe(expected);
  });
});

describe('Porcupine, TestZeroDuration: operations that last no time', () => {
  const at = (startNs: number, endNs: number, action: RegisterAction, id: number) =>
    ({ id, startNs, endNs, effect: 'ok', action }) as const;
  test('are linearizable when an order of those at one instant explains them', () => {
    const history = [
      at(0, 100, { kind: 'write', value: 100 }, 0),
      at(25, 75, { kind: 'read', value: 100 }, 1),
      at(30, 30, { kind: 'read', value: 0 }, 2),
      at(30, 30, { kind: 'read', value: 0 }, 3),
    ];
    for (const way of ways) expect(checkLinearizable(register({ initial: 0 }), history, way).kind).toBe('ok');
  });
  test('are not when they show a value that a later read has not', () => {
    const history = [
      at(0, 100, { kind: 'write', value: 200 }, 0),
      at(10, 10, { kind: 'read', value: 200 }, 1),
      at(10, 10, { kind: 'read', value: 200 }, 2),
      at(40, 90, { kind: 'read', value: 0 }, 3),
    ];
    for (const way of ways) expect(checkLinearizable(register({ initial: 0 }), history, way).kind).toBe('illegal');
  });
});

describe('Knossos, its test data and the operation that it blames', () => {
  test.each([
    ['data/cas-register/bad/rethink-fail-minimal.edn', null, '0+w0 0= 1+r 2+w4 1=3 2= 3+r 3=4', 'illegal', 3],
    [
      'data/cas-register/bad/bad-analysis.edn',
      0,
      '4+w2 4= 6+r 1+w4 1= 14+r 14=4 9+w0 9= 19+r 20+w1 19=0 22+r 21+r 21=2 22=3',
      'illegal',
      undefined,
    ],
    [
      'data/cas-register/good/cas-register-bug.edn',
      0,
      '4+w2 4= 6+r 1+w4 1= 14+r 14=4 9+w0 9= 19+r 19=0',
      'ok',
      undefined,
    ],
    ['wgl_test.clj, crash-test', 0, '0+w1 0?', 'ok', undefined],
    ['wgl_test.clj, preserves-indices-test', 0, '0+w1 0= 0+r 0=2', 'illegal', 2],
    ['wgl_test.clj, read-wrong-initial-value-test', 0, '0+r 0=1', 'illegal', 1],
  ])('%s', (_, initial, text, expected, blamed) => {
    for (const way of ways) {
      const result = checkLinearizable(casRegister({ initial }), events<CasRegisterAction>(text), way);
      expect(result.kind).toBe(expected);
      if (result.kind !== 'illegal' || blamed === undefined) continue;
      expect(result.longest[0]?.blocked[0]?.operation.action).toEqual({ kind: 'read', value: blamed });
    }
  });
});

/** Jepsen against etcd, two of the logs in Porcupine's test_data/jepsen, with the answers of its tests. */
const etcd = {
  'etcd_002.log': {
    expected: 'ok',
    text: `
4+r 4=nil 1+w1 2+c2-4 3+c1-2 0+c1-4 1= 0! 2= 3= 4+w0 4= 1+w2 1= 0+r 0=2 2+c0-2 3+c2-3 2! 3= 4+r 4=3 1+w3 1= 0+w2 2+w0 0= 2=
3+c0-4 3= 4+c3-4 4! 1+w1 0+w3 0= 1= 2+r 2=3 3+r 3=3 4+r 4=3 0+c4-3 0! 1+c2-2 2+w3 1! 3+w2 4+w2 4= 0+c1-4 0! 2? 1+w3 1= 3?
4+c3-0 4= 0+r 0=0 7+c3-1 1+w1 8+r 8=3 4+c4-0 1= 0+w2 0= 7? 4! 8+c4-0 1+w0 1= 0+w4 0= 12+w4 4+r 4=4 8? 1+r 1=4 0+w2 12? 0=
4+c3-0 4! 13+w3 1+w0 17+r 0+c2-1 17=3 4+w1 13? 1? 0? 17+c0-1 4? 18+r 18=3 6+w3 5+w2 17? 9+c2-2 18+w4 6? 5? 22+w1 9? 18? 11+w3
10+c1-1 22? 14+w0 11= 23+c4-4 14= 10! 23! 27+w1 11+w2 11= 14+c1-2 10+r 10=2 14! 23+r 23=0 27? 11+w1 11= 10+r 10=1 14+w2 23+c2-3
32+c2-1 14= 11+w4 11= 10+c1-1 10! 23? 32? 14+w4 14= 11+c2-4 11! 10+r 10=4 28+r 28=0 37+w3 37? 14+r 14=4`,
  },
  'etcd_000.log': {
    expected: 'illegal',
    text: `
0+r 3+r 2+w4 1+w2 4+w3 3=nil 0=nil 4= 1= 2= 3+w3 0+r 0=3 3= 4+r 4=3 1+r 1=3 2+c3-0 2= 0+w2 3+r 0= 3=0 4+r 4=2 1+c0-3 2+c0-0 1!
2! 0+c2-1 3+r 3=2 0= 4+r 4=1 1+r 1=1 2+r 2=1 3+w0 0+c1-3 3= 4+w2 0! 4= 1+r 1=2 2+c1-1 2! 3+c0-0 0+r 0=2 4+w1 3! 1+c2-1 2+w2 2=
0+c1-4 3+w3 4? 0! 3= 1? 2+w2 9+w3 0+r 0=3 2= 3+c3-4 3! 6+c1-1 9? 0+w1 0= 2+c0-0 2! 3+c2-2 6? 3! 14+w4 0+c4-3 0! 2+w0 11+r 11=2
2= 3+w2 3= 14? 0+w1 11+c2-1 2+c0-3 3+r 3=2 19+r 19=2 0? 11? 2? 3+r 3=2 19+c1-3 19= 5+w0 16+c4-3 7+c1-2 5= 7! 16! 3+c4-2 3!
19+c0-1 19= 5+c4-0 7+c1-4 16+r 16=1 3+c1-3 3! 5= 7= 19+c2-0 19! 16+r 16=0 3+r 3=0 5+r 7+c4-2 5=0 7! 19+c2-3 19! 16+c4-1 3+w4
5+w4 7+c0-2 19+r 19=0 16? 3? 5? 7? 19+w3 19= 21+c2-0 21! 8+w4 10+w2 10= 12+c4-4 19+w4 21+r 21=4 19= 8? 10+c0-1 12? 10! 21+c3-3
21! 19+r 19=4 13+c2-2 17+c4-4 13? 17? 10+r 10=1`,
  },
};

describe.each(Object.entries(etcd))('Jepsen against etcd, %s', (_, { text, expected }) => {
  test('comes out as in the tests of Porcupine', () => {
    const result = checkLinearizable(casRegister({ initial: null }), events<CasRegisterAction>(text));
    expect(result.kind).toBe(expected);
    if (result.kind === 'illegal') expect(result.witness.length).toBeLessThan(20);
  });
});
