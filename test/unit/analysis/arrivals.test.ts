import { expect, it } from 'vitest';
import { arrivalSpread, type Passage } from '../../../src/analysis/arrivals.ts';

const passed = (direction: Passage['direction'], connection: number, atMs: number): Passage => ({
  direction,
  connection,
  atNs: atMs * 1e6,
});
const ms = 1e6;

it('takes the reads since the release, in whatever order they are told', () => {
  const passages = [passed('in', 2, 50.3), passed('in', 1, 0), passed('in', 2, 0.2), passed('in', 1, 50)];
  expect(arrivalSpread(passages, 49.9 * ms)).toEqual({ spreadNs: 300_000, reads: 2 });
});

it('counts a thread that came late, and does not take its pause for that of the arm', () => {
  const passages = [passed('in', 1, 0), passed('in', 1, 50), passed('in', 2, 65)];
  expect(arrivalSpread(passages, 49.9 * ms)).toEqual({ spreadNs: 15 * ms, reads: 2 });
});

it('sees what left somewhat before the release that is claimed', () => {
  expect(arrivalSpread([passed('in', 1, 45), passed('in', 2, 50)], 49.9 * ms)).toEqual({ spreadNs: 5 * ms, reads: 2 });
});

it('leaves out what a connection sends after its first answer', () => {
  const passages = [
    passed('in', 1, 0),
    passed('out', 1, 1),
    passed('in', 1, 30),
    passed('out', 1, 31),
    passed('in', 1, 32),
  ];
  expect(arrivalSpread(passages, 30 * ms)).toEqual({ spreadNs: 0, reads: 1 });
});

it('has nothing to say of nothing', () => {
  expect(arrivalSpread([], 0)).toBeUndefined();
  expect(arrivalSpread([passed('out', 1, 0)], 0)).toBeUndefined();
  expect(arrivalSpread([passed('in', 1, 0)], 50 * ms)).toBeUndefined();
});
