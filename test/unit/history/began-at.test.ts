import { expect, test } from 'vitest';
import { beganAtNs } from '../../../src/history/began-at.ts';
import type { Delivery } from '../../../src/history/delivery.ts';
import { round } from '../invariants/history-builder.ts';

const headers: Delivery = {
  method: 'last-byte',
  protocol: 'http/1.1',
  hold: 'headers',
  threads: 1,
  connections: 'warm',
};
const member = { ...round('sold@5-90').operations[0], stagedAtNs: 5, releasedAtNs: 40 };

function began(more: Parameters<typeof round>[1], change: object = {}): number {
  const [operation] = round('sold').operations;
  if (operation === undefined) throw new Error('no operation');
  return beganAtNs({ ...operation, ...member, ...change }, round('sold', more));
}

test('a member begins with its release where the end of its headers was held until then', () => {
  expect(began({ delivery: headers })).toBe(40);
});

test('a member begins when it was staged where a server may start earlier than the release', () => {
  expect(began({})).toBe(5);
  expect(began({ delivery: { ...headers, hold: 'end' } })).toBe(5);
  expect(began({ delivery: headers, timing: { spreadNs: 0, earlyAnswers: 1, maxInFlight: 2 } })).toBe(5);
});

test('a member that never got so far may have begun at any time', () => {
  expect(began({ delivery: headers }, { releasedAtNs: undefined })).toBe(5);
  expect(began({}, { releasedAtNs: undefined, stagedAtNs: undefined })).toBe(-Infinity);
});
