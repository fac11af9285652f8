import { expect, it } from 'vitest';
import { arrivalSpread, type Passage } from '../../../src/analysis/arrivals.ts';

const passed = (direction: Passage['direction'], connection: number, atMs: number): Passage => ({
  direction,
  connection,
  atNs: atMs * 1e6,
});

it('takes the reads after the last pause for those of the release, in whatever order they are told', () => {
  const passages = [passed('in', 2, 50.3), passed('in', 1, 0), passed('in', 2, 0.2), passed('in', 1, 50)];
  expect(arrivalSpread(passages)).toEqual({ spreadNs: 300_000, reads: 2 });
});

it('leaves out what a connection sends after its first answer', () => {
  const passages = [
    passed('in', 1, 0),
    passed('out', 1, 1),
    passed('in', 1, 30),
    passed('out', 1, 31),
    passed('in', 1, 32),
  ];
  expect(arrivalSpread(passages)).toEqual({ spreadNs: 0, reads: 1 });
});

it('has nothing to say of nothing', () => {
  expect(arrivalSpread([])).toBeUndefined();
  expect(arrivalSpread([passed('out', 1, 0)])).toBeUndefined();
});
