import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { burstTiming } from '../../../src/engine/timing.ts';

const member = (releasedAtNs: number, doneAtNs: number, offsetNs = 0) => ({
  member: 0,
  offsetNs,
  releasedAtNs,
  firstByteAtNs: doneAtNs,
  doneAtNs,
});

describe('burst timing', () => {
  it('measures members with an offset from their own instant', () => {
    expect(burstTiming([member(100, 900), member(1130, 1900, 1000)]).spreadNs).toBe(30);
  });

  it('takes intervals as closed: an end and a release at the same instant overlap', () => {
    expect(burstTiming([member(0, 10), member(10, 20)]).maxInFlight).toBe(2);
    expect(burstTiming([member(0, 10), member(11, 20)]).maxInFlight).toBe(1);
  });

  it('finds as many in flight as any single instant shows', () => {
    const interval = fc.tuple(fc.nat(50), fc.nat(50)).map(([start, length]) => member(start, start + length));
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 12 }), (members) => {
        const at = (ns: number) =>
          members.filter(({ releasedAtNs, doneAtNs }) => releasedAtNs <= ns && ns <= doneAtNs).length;
        const most = Math.max(0, ...Array.from({ length: 101 }, (_, ns) => at(ns)));
        expect(burstTiming(members).maxInFlight).toBe(most);
      }),
    );
  });

  it('has nothing to measure in a burst of members that never left', () => {
    expect(burstTiming([{ member: 0, offsetNs: 0 }])).toEqual({ spreadNs: 0, earlyAnswers: 0, maxInFlight: 0 });
  });
});
